-- Where the members of each level live: a place for every city with at least one.
SELECT coalesce(json_agg(json_build_object('name', level || ' members', 'children', places) ORDER BY rank), '[]')
  FROM (SELECT level,
               array_position(ARRAY['Diamond', 'Platinum', 'Gold', 'Silver'], level) AS rank,
               json_agg(json_build_object('name', name, 'value', json_build_array(longitude, latitude))
                        ORDER BY name) AS places
          FROM (SELECT DISTINCT level, city FROM customers) AS homes
          JOIN cities ON cities.name = homes.city
         GROUP BY level) AS levels
