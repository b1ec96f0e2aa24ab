-- Sales of the last twelve months in million yuan: by city and by seller the first five, by category all.
WITH months AS (
       SELECT date_trunc('month', now()) - n * interval '1 month' AS month FROM generate_series(0, 11) AS n),
     sales AS (
       SELECT date_trunc('month', placed_at) AS month, city, seller, category, amount
         FROM orders
         JOIN products ON products.name = orders.product
        WHERE placed_at >= (SELECT min(month) FROM months)),
     named AS (
       SELECT 'map' AS key, month, city AS name, amount FROM sales
        UNION ALL
       SELECT 'seller', month, seller, amount FROM sales
        UNION ALL
       SELECT 'commodity', month, category, amount FROM sales),
     leaders AS (
       SELECT key, name, sum(amount) AS total, row_number() OVER (PARTITION BY key ORDER BY sum(amount) DESC) AS place
         FROM named
        GROUP BY key, name),
     points AS (
       SELECT leaders.key, leaders.name, leaders.total, months.month,
              round(coalesce(sum(named.amount), 0) / 1000000, 3) AS value
         FROM leaders
        CROSS JOIN months
         LEFT JOIN named USING (key, name, month)
        WHERE leaders.place <= 5
        GROUP BY leaders.key, leaders.name, leaders.total, months.month),
     series AS (
       SELECT key, total, json_build_object('name', name, 'data', json_agg(value ORDER BY month)) AS item
         FROM points
        GROUP BY key, name, total),
     charts AS (
       SELECT key, json_agg(item ORDER BY total DESC) AS data FROM series GROUP BY key),
     titles (key, text, title, place) AS (
       VALUES ('map', 'By city', 'Sales by city', 1),
              ('seller', 'By seller', 'Sales by seller', 2),
              ('commodity', 'By category', 'Sales by category', 3))
SELECT jsonb_build_object(
         'common', jsonb_build_object('month', (SELECT jsonb_agg(to_char(month, 'Mon') ORDER BY month) FROM months)),
         'type', (SELECT jsonb_agg(jsonb_build_object('key', key, 'text', text) ORDER BY place) FROM titles))
       || (SELECT jsonb_object_agg(key, jsonb_build_object('title', title, 'base', 0, 'unit', 'million yuan',
                                                           'data', coalesce(data, '[]')))
             FROM titles
             LEFT JOIN charts USING (key))
