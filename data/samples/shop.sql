-- shop.sql: an invented shop, to see a board move
--
-- createdb shop && psql -d shop -f shop.sql makes it; docs/data.md goes on from there. Every run begins anew.
--
-- SPDX-License-Identifier: GPL-3.0-or-later

SET client_min_messages = warning;
BEGIN;

DROP TABLE IF EXISTS orders, stock, customers, products, sellers, cities CASCADE;
DROP FUNCTION IF EXISTS tell_wallboard, take_from_stock CASCADE;

CREATE TABLE cities (
  name      text PRIMARY KEY,
  province  text NOT NULL,
  longitude double precision NOT NULL CHECK (longitude BETWEEN -180 AND 180),
  latitude  double precision NOT NULL CHECK (latitude BETWEEN -90 AND 90)
);

CREATE TABLE sellers (
  name text PRIMARY KEY,
  city text NOT NULL REFERENCES cities ON UPDATE CASCADE
);

CREATE TABLE products (
  name     text PRIMARY KEY,
  line     text NOT NULL,
  category text NOT NULL,
  price    numeric(10, 2) NOT NULL CHECK (price > 0)
);

CREATE TABLE stock (
  product  text PRIMARY KEY REFERENCES products ON UPDATE CASCADE ON DELETE CASCADE,
  quantity integer NOT NULL CHECK (quantity >= 0)
);

CREATE TABLE customers (
  id    integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  level text NOT NULL CHECK (level IN ('Diamond', 'Platinum', 'Gold', 'Silver')),
  city  text NOT NULL REFERENCES cities ON UPDATE CASCADE
);

-- Names rather than numbers, so that an order can be typed by hand.
CREATE TABLE orders (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  placed_at timestamptz NOT NULL DEFAULT now(),
  seller    text NOT NULL REFERENCES sellers ON UPDATE CASCADE,
  product   text NOT NULL REFERENCES products ON UPDATE CASCADE,
  city      text NOT NULL REFERENCES cities ON UPDATE CASCADE,
  quantity  integer NOT NULL DEFAULT 1 CHECK (quantity > 0),
  amount    numeric(12, 2) NOT NULL CHECK (amount >= 0)
);
CREATE INDEX ON orders (placed_at);

INSERT INTO cities (name, province, longitude, latitude) VALUES
  ('Shanghai', 'Shanghai', 121.47, 31.23),
  ('Beijing', 'Beijing', 116.41, 39.90),
  ('Guangzhou', 'Guangdong', 113.26, 23.13),
  ('Shenzhen', 'Guangdong', 114.06, 22.54),
  ('Hangzhou', 'Zhejiang', 120.16, 30.27),
  ('Ningbo', 'Zhejiang', 121.55, 29.87),
  ('Nanjing', 'Jiangsu', 118.80, 32.06),
  ('Suzhou', 'Jiangsu', 120.59, 31.30),
  ('Chengdu', 'Sichuan', 104.07, 30.57),
  ('Chongqing', 'Chongqing', 106.55, 29.56),
  ('Wuhan', 'Hubei', 114.31, 30.59),
  ('Changsha', 'Hunan', 112.94, 28.23),
  ('Zhengzhou', 'Henan', 113.63, 34.75),
  ('Jinan', 'Shandong', 117.12, 36.65),
  ('Qingdao', 'Shandong', 120.38, 36.07),
  ('Xiamen', 'Fujian', 118.09, 24.48),
  ('Xi’an', 'Shaanxi', 108.94, 34.34),
  ('Tianjin', 'Tianjin', 117.20, 39.09),
  ('Shenyang', 'Liaoning', 123.43, 41.81),
  ('Harbin', 'Heilongjiang', 126.53, 45.80),
  ('Kunming', 'Yunnan', 102.83, 24.88),
  ('Hefei', 'Anhui', 117.23, 31.82),
  ('Ürümqi', 'Xinjiang', 87.62, 43.83),
  ('Lhasa', 'Tibet', 91.17, 29.65);

INSERT INTO sellers (name, city) VALUES
  ('Blue Whale Electronics', 'Shenzhen'),
  ('Lantern Street Home', 'Chengdu'),
  ('Northwind Outdoor', 'Beijing'),
  ('Little Elephant Baby', 'Hangzhou'),
  ('Jade Leaf Tea House', 'Hangzhou'),
  ('Morning Star Digital', 'Shanghai'),
  ('Cloud Ladder Clothing', 'Guangzhou'),
  ('Red Maple Kitchenware', 'Nanjing'),
  ('Old Harbour Seafood', 'Qingdao'),
  ('Silk Road Textiles', 'Xi’an'),
  ('Paper Crane Books', 'Beijing'),
  ('White Birch Furniture', 'Harbin'),
  ('Golden Ear Grain & Oil', 'Zhengzhou'),
  ('Quiet Hour Bedding', 'Suzhou'),
  ('Half Moon Jewellery', 'Xiamen');

INSERT INTO products (name, line, category, price) VALUES
  ('Flagship phone', 'Smartphones', 'Phones and digital', 5999),
  ('Mid-range phone', 'Smartphones', 'Phones and digital', 2199),
  ('Thin laptop', 'Laptops', 'Phones and digital', 6299),
  ('Gaming laptop', 'Laptops', 'Phones and digital', 8999),
  ('True wireless earphones', 'Headphones', 'Phones and digital', 499),
  ('Noise-cancelling headphones', 'Headphones', 'Phones and digital', 1299),
  ('Robot vacuum', 'Cleaning', 'Home and kitchen', 2399),
  ('Cordless vacuum', 'Cleaning', 'Home and kitchen', 1599),
  ('Rice cooker', 'Kitchen', 'Home and kitchen', 399),
  ('Air fryer', 'Kitchen', 'Home and kitchen', 349),
  ('Silk quilt', 'Bedding', 'Home and kitchen', 899),
  ('Latex pillow', 'Bedding', 'Home and kitchen', 199),
  ('Down jacket', 'Outerwear', 'Clothing', 799),
  ('Rain jacket', 'Outerwear', 'Clothing', 359),
  ('Running shoes', 'Shoes', 'Clothing', 599),
  ('Hiking boots', 'Shoes', 'Clothing', 699),
  ('Camping tent', 'Outdoor', 'Sport', 899),
  ('Folding bicycle', 'Outdoor', 'Sport', 1499),
  ('Yoga mat', 'Fitness', 'Sport', 129),
  ('Rowing machine', 'Fitness', 'Sport', 1999),
  ('Green tea gift box', 'Tea', 'Food and drink', 268),
  ('Jasmine tea', 'Tea', 'Food and drink', 88),
  ('Dried scallops', 'Seafood', 'Food and drink', 328),
  ('Frozen prawns', 'Seafood', 'Food and drink', 158);

INSERT INTO stock (product, quantity)
SELECT name, 200 + (abs(hashtext(name)) % 30) * 60 FROM products;

-- The same rows in every run but for their dates: a year of orders that ends today.
DO $$ BEGIN PERFORM setseed(0.5); END $$;

-- The greater a city is, the more of its members are of a high level.
WITH c AS (SELECT name, row_number() OVER (ORDER BY ctid) - 1 AS place FROM cities)
INSERT INTO customers (level, city)
SELECT (ARRAY['Diamond', 'Platinum', 'Gold', 'Silver'])[1 + least(floor(place / 6 + 1.4 * random()), 3)::integer], name
  FROM c
 CROSS JOIN generate_series(1, 12);

-- Small sellers, cities and products get fewer orders than great ones; business grows, and November is best.
WITH s AS (SELECT array_agg(name ORDER BY ctid) AS names FROM sellers),
     c AS (SELECT array_agg(name ORDER BY ctid) AS names FROM cities),
     p AS (SELECT array_agg(name ORDER BY ctid) AS names FROM products),
     picked AS (
       SELECT now() - interval '364 days' * random() ^ 1.2 AS placed_at,
              s.names[1 + floor(array_length(s.names, 1) * random() ^ 1.4)::integer] AS seller,
              p.names[1 + floor(array_length(p.names, 1) * random() ^ 1.2)::integer] AS product,
              c.names[1 + floor(array_length(c.names, 1) * random() ^ 1.5)::integer] AS city,
              1 + floor(3 * random() ^ 3)::integer AS quantity
         FROM s, c, p, generate_series(1, 8000)),
     seasonal AS (
       SELECT *, CASE extract(month FROM placed_at) WHEN 11 THEN 2 WHEN 2 THEN 0 ELSE 1 END AS copies FROM picked)
INSERT INTO orders (placed_at, seller, product, city, quantity, amount)
SELECT o.placed_at, o.seller, o.product, o.city, o.quantity, o.quantity * products.price
  FROM seasonal AS o
  JOIN products ON products.name = o.product
 CROSS JOIN LATERAL generate_series(1, greatest(o.copies, 1)) AS copy
 ORDER BY o.placed_at;

-- From here on, every change is told: which dataset it touches is the argument of the trigger. PostgreSQL tells
-- it once for each transaction that is committed, however many rows there were.
CREATE FUNCTION tell_wallboard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  dataset text;
BEGIN
  FOREACH dataset IN ARRAY TG_ARGV LOOP
    PERFORM pg_notify('wallboard', dataset);
  END LOOP;
  RETURN NULL;
END
$$;

CREATE FUNCTION take_from_stock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE stock SET quantity = greatest(quantity - NEW.quantity, 0) WHERE product = NEW.product;
  RETURN NULL;
END
$$;

CREATE TRIGGER take_from_stock AFTER INSERT ON orders
  FOR EACH ROW EXECUTE FUNCTION take_from_stock();
CREATE TRIGGER tell_orders AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON orders
  FOR EACH STATEMENT EXECUTE FUNCTION tell_wallboard('trend', 'seller', 'rank', 'hot', 'stock');
CREATE TRIGGER tell_stock AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON stock
  FOR EACH STATEMENT EXECUTE FUNCTION tell_wallboard('stock');
CREATE TRIGGER tell_customers AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON customers
  FOR EACH STATEMENT EXECUTE FUNCTION tell_wallboard('map');

ANALYZE orders, stock, customers, products, sellers, cities;
COMMIT;
NOTIFY wallboard;
