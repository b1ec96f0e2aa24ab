-- What each seller sold in the last year, in ten thousand yuan.
SELECT coalesce(json_agg(json_build_object('name', name, 'value', value) ORDER BY value DESC, name), '[]')
  FROM (SELECT seller AS name, round(sum(amount) / 10000, 1) AS value
          FROM orders
         WHERE placed_at > now() - interval '1 year'
         GROUP BY seller) AS sums
