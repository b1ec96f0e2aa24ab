-- What sold in the last year, in thousand yuan: categories, lines in each, products in each of those.
WITH products_sold AS (
       SELECT category, line, products.name, round(sum(amount) / 1000, 1) AS value
         FROM orders
         JOIN products ON products.name = orders.product
        WHERE placed_at > now() - interval '1 year'
        GROUP BY category, line, products.name),
     lines_sold AS (
       SELECT category, line, sum(value) AS value,
              json_agg(json_build_object('name', name, 'value', value) ORDER BY value DESC, name) AS children
         FROM products_sold
        GROUP BY category, line),
     categories_sold AS (
       SELECT category, sum(value) AS value,
              json_agg(json_build_object('name', line, 'value', value, 'children', children)
                       ORDER BY value DESC, line) AS children
         FROM lines_sold
        GROUP BY category)
SELECT coalesce(json_agg(json_build_object('name', category, 'children', children)
                         ORDER BY value DESC, category), '[]')
  FROM categories_sold
