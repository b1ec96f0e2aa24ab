-- What was sold to each province in the last year, in ten thousand yuan.
SELECT coalesce(json_agg(json_build_object('name', name, 'value', value) ORDER BY value DESC, name), '[]')
  FROM (SELECT cities.province AS name, round(sum(orders.amount) / 10000, 1) AS value
          FROM orders
          JOIN cities ON cities.name = orders.city
         WHERE placed_at > now() - interval '1 year'
         GROUP BY cities.province) AS sums
