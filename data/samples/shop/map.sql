-- Where the members live: each city among those of the level that most of its members have.
WITH homes AS (
       SELECT DISTINCT ON (city) city, level
         FROM customers
        GROUP BY city, level
        ORDER BY city, count(*) DESC, level)
SELECT coalesce(json_agg(json_build_object('name', level || ' members', 'children', places) ORDER BY rank), '[]')
  FROM (SELECT level,
               array_position(ARRAY['Diamond', 'Platinum', 'Gold', 'Silver'], level) AS rank,
               json_agg(json_build_object('name', name, 'value', json_build_array(longitude, latitude))
                        ORDER BY name) AS places
          FROM homes
          JOIN cities ON cities.name = homes.city
         GROUP BY level) AS levels
