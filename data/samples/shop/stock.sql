-- How many of each product were sold in the last year, and how many are left.
SELECT coalesce(json_agg(json_build_object('name', product, 'stock', quantity, 'sales', sold)
                         ORDER BY sold DESC, product), '[]')
  FROM (SELECT stock.product, stock.quantity, coalesce(sum(orders.quantity), 0) AS sold
          FROM stock
          LEFT JOIN orders ON orders.product = stock.product AND placed_at > now() - interval '1 year'
         GROUP BY stock.product, stock.quantity) AS goods
