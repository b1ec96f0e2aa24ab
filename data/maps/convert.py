#!/usr/bin/env python3
# convert.py: makes the maps of this folder from the npm package echarts@4.9.0
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#     cd /tmp && npm pack echarts@4.9.0 && tar xzf echarts-4.9.0.tgz
#     python3 data/maps/convert.py /tmp/package data/maps
#
# Upstream keeps a ring as text: pairs of characters, each a zig-zag coded difference from the point before, in
# 1024ths of a degree (ECharts, src/coord/geo/parseGeoJson.js). This decodes them to plain GeoJSON (RFC 7946),
# rounds and simplifies, drops what that leaves empty, gives provinces an English name and the name of their own map,
# gives districts the English name that districts.tsv has (districts.js made it), and keeps of the properties only what
# Wallboard reads. It depends on nothing but Python.

import json
import math
import pathlib
import sys

# Upstream's file, our name of the map, the province's names, and its number (GB/T 2260).
PROVINCES = [
    ('anhui', 'anhui', '安徽', 'Anhui', 340000),
    ('aomen', 'macau', '澳门', 'Macau', 820000),
    ('beijing', 'beijing', '北京', 'Beijing', 110000),
    ('chongqing', 'chongqing', '重庆', 'Chongqing', 500000),
    ('fujian', 'fujian', '福建', 'Fujian', 350000),
    ('gansu', 'gansu', '甘肃', 'Gansu', 620000),
    ('guangdong', 'guangdong', '广东', 'Guangdong', 440000),
    ('guangxi', 'guangxi', '广西', 'Guangxi', 450000),
    ('guizhou', 'guizhou', '贵州', 'Guizhou', 520000),
    ('hainan', 'hainan', '海南', 'Hainan', 460000),
    ('hebei', 'hebei', '河北', 'Hebei', 130000),
    ('heilongjiang', 'heilongjiang', '黑龙江', 'Heilongjiang', 230000),
    ('henan', 'henan', '河南', 'Henan', 410000),
    ('hubei', 'hubei', '湖北', 'Hubei', 420000),
    ('hunan', 'hunan', '湖南', 'Hunan', 430000),
    ('jiangsu', 'jiangsu', '江苏', 'Jiangsu', 320000),
    ('jiangxi', 'jiangxi', '江西', 'Jiangxi', 360000),
    ('jilin', 'jilin', '吉林', 'Jilin', 220000),
    ('liaoning', 'liaoning', '辽宁', 'Liaoning', 210000),
    ('neimenggu', 'inner-mongolia', '内蒙古', 'Inner Mongolia', 150000),
    ('ningxia', 'ningxia', '宁夏', 'Ningxia', 640000),
    ('qinghai', 'qinghai', '青海', 'Qinghai', 630000),
    ('shandong', 'shandong', '山东', 'Shandong', 370000),
    ('shanghai', 'shanghai', '上海', 'Shanghai', 310000),
    ('shanxi', 'shanxi', '山西', 'Shanxi', 140000),
    ('shanxi1', 'shaanxi', '陕西', 'Shaanxi', 610000),
    ('sichuan', 'sichuan', '四川', 'Sichuan', 510000),
    ('taiwan', 'taiwan', '台湾', 'Taiwan', 710000),
    ('tianjin', 'tianjin', '天津', 'Tianjin', 120000),
    ('xianggang', 'hong-kong', '香港', 'Hong Kong', 810000),
    ('xinjiang', 'xinjiang', '新疆', 'Xinjiang', 650000),
    ('xizang', 'tibet', '西藏', 'Tibet', 540000),
    ('yunnan', 'yunnan', '云南', 'Yunnan', 530000),
    ('zhejiang', 'zhejiang', '浙江', 'Zhejiang', 330000),
]

# The islands of the South China Sea as ECharts draws them (src/coord/geo/fix/nanhai.js): a drawing, not a map,
# in units of its own, downwards. Its frame, the last polygon there, is left out: the chart draws one.
INSET = [
    [[0, 3.5], [7, 11.2], [15, 11.9], [30, 7], [42, 0.7], [52, 0.7], [56, 7.7], [59, 0.7], [64, 0.7], [64, 0],
     [5, 0], [0, 3.5]],
    [[13, 16.1], [19, 14.7], [16, 21.7], [11, 23.1], [13, 16.1]],
    [[12, 32.2], [14, 38.5], [15, 38.5], [13, 32.2], [12, 32.2]],
    [[16, 47.6], [12, 53.2], [13, 53.2], [18, 47.6], [16, 47.6]],
    [[6, 64.4], [8, 70], [9, 70], [8, 64.4], [6, 64.4]],
    [[23, 82.6], [29, 79.8], [30, 79.8], [25, 82.6], [23, 82.6]],
    [[37, 70.7], [43, 62.3], [44, 62.3], [39, 70.7], [37, 70.7]],
    [[48, 51.1], [51, 45.5], [53, 45.5], [50, 51.1], [48, 51.1]],
    [[51, 35], [51, 28.7], [53, 28.7], [53, 35], [51, 35]],
    [[52, 22.4], [55, 17.5], [56, 17.5], [53, 22.4], [52, 22.4]],
    [[58, 12.6], [62, 7], [63, 7], [60, 12.6], [58, 12.6]],
]

# Two islands that ECharts adds when it draws (src/coord/geo/fix/diaoyuIsland.js).
DIAOYU = [[[123.45165, 25.73527], [123.49731, 25.73527], [123.49731, 25.75073], [123.45165, 25.75073],
           [123.45165, 25.73527]]]


def decode_ring(text, offset):
    ring = []
    at = list(offset)
    for i in range(0, len(text) - 1, 2):
        for axis in (0, 1):
            step = ord(text[i + axis]) - 64
            at[axis] += (step >> 1) ^ -(step & 1)
        ring.append([at[0] / 1024, at[1] / 1024])
    return ring


def decode_polygon(rings, offsets, encoded):
    return [decode_ring(text, offset) for text, offset in zip(rings, offsets)] if encoded else rings


def decode(geometry, encoded):
    """The polygons of a geometry, as in a MultiPolygon."""
    coordinates = geometry['coordinates']
    offsets = geometry.get('encodeOffsets') or [[None] * len(part) for part in coordinates]
    if geometry['type'] == 'Polygon':
        return [decode_polygon(coordinates, offsets, encoded)]
    assert geometry['type'] == 'MultiPolygon'
    return [decode_polygon(part, offset, encoded) for part, offset in zip(coordinates, offsets)]


def round_ring(ring, digits):
    rounded = []
    for point in ring:
        point = (round(point[0], digits), round(point[1], digits))
        if not rounded or rounded[-1] != point:
            rounded.append(point)
    if rounded[0] != rounded[-1]:
        rounded.append(rounded[0])
    return rounded


def simplify_line(line, tolerance):
    """Douglas and Peucker: drops the points that are no farther than tolerance from the line without them."""
    keep = {0, len(line) - 1}
    spans = [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        (ax, ay), (bx, by) = line[first], line[last]
        length = math.hypot(bx - ax, by - ay)
        farthest, distance = None, tolerance
        for i in range(first + 1, last):
            x, y = line[i]
            away = (abs((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / length if length > 0
                    else math.hypot(x - ax, y - ay))
            if away > distance:
                farthest, distance = i, away
        if farthest is not None:
            keep.add(farthest)
            spans += [(first, farthest), (farthest, last)]
    return [line[i] for i in sorted(keep)]


def simplify_ring(ring, junctions, tolerance):
    """Neighbours must stay neighbours: a border is simplified from junction to junction, the same way round
    for both of them."""
    points = ring[:-1]
    cuts = [i for i, point in enumerate(points) if point in junctions] or [points.index(min(points))]
    points = points[cuts[0]:] + points[:cuts[0]]
    cuts = [i - cuts[0] for i in cuts] + [len(points)]
    points.append(points[0])
    simple = [points[0]]
    for first, last in zip(cuts, cuts[1:]):
        line = points[first:last + 1]
        backwards = line[::-1] < line
        line = simplify_line(line[::-1] if backwards else line, tolerance)
        simple += (line[::-1] if backwards else line)[1:]
    return simple


def find_junctions(polygons):
    neighbours = {}
    for polygon in polygons:
        for ring in polygon:
            for one, other in zip(ring, ring[1:]):
                neighbours.setdefault(one, set()).add(other)
                neighbours.setdefault(other, set()).add(one)
    return {point for point, others in neighbours.items() if len(others) != 2}


def get_area(ring):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:])) / 2


def clean(polygons):
    """Drops rings without an area, and turns the others as RFC 7946, 3.1.6, has them: the outer one runs
    counterclockwise, holes clockwise."""
    kept = []
    for polygon in polygons:
        rings = [ring if len(ring) >= 4 and get_area(ring) != 0 else None for ring in polygon]
        if rings and rings[0] is not None:
            kept.append([ring if (get_area(ring) > 0) == (i == 0) else ring[::-1]
                         for i, ring in enumerate(rings) if ring])
    return kept


def make_feature(properties, polygons):
    if len(polygons) == 1:
        geometry = {'type': 'Polygon', 'coordinates': polygons[0]}
    else:
        geometry = {'type': 'MultiPolygon', 'coordinates': polygons}
    return {'type': 'Feature', 'properties': properties, 'geometry': geometry}


def convert(source, digits, fineness, adapt=lambda properties, polygons: None):
    """The features of a file, with a border every 1/fineness of the map's size at the finest."""
    upstream = json.loads(source.read_text(encoding='utf-8'))
    shapes = []
    for feature in upstream['features']:
        old = feature['properties']
        properties = {'name': old['name']}
        if old.get('name_en'):
            properties['name_en'] = old['name_en']
        polygons = decode(feature['geometry'], upstream.get('UTF8Encoding', False))
        adapt(properties, polygons)
        polygons = [[round_ring(ring, digits) for ring in polygon if ring] for polygon in polygons]
        shapes.append((properties, polygons))

    everything = [polygon for _, polygons in shapes for polygon in polygons]
    junctions = find_junctions(everything)
    latitudes = [y for polygon in everything for ring in polygon for _, y in ring]
    tolerance = (max(latitudes) - min(latitudes)) / fineness
    features = []
    for properties, polygons in shapes:
        polygons = clean([[simplify_ring(ring, junctions, tolerance) for ring in polygon if len(ring) > 3]
                          for polygon in polygons])
        if polygons:
            features.append(make_feature(properties, polygons))
    return features


def adapt_province(properties, polygons):
    for _, name, chinese, english, adcode in PROVINCES:
        if properties['name'] == chinese:
            properties.update(name_en=english, map=name, adcode=adcode)
    assert 'map' in properties
    if properties['name'] == '台湾':
        polygons.append(DIAOYU)


def adapt_country(properties, polygons):
    if properties['name'] == 'China':
        properties.update(name='中国', name_en='China', map='china')


def read_districts(path):
    """The English name of a district, by its map and its Chinese name."""
    lines = (line.split('\t') for line in path.read_text(encoding='utf-8').splitlines())
    return {(name, chinese): english for name, chinese, english in lines}


def inset_sansha(features):
    """Islets over 1500 km of sea would leave no room for Hainan itself: like the country's, they are a drawing in
    a corner, of their own shapes."""
    for feature in features:
        if feature['properties']['name'] != '三沙市':
            continue
        polygons = feature['geometry']['coordinates']
        points = [point for polygon in polygons for ring in polygon for point in ring]
        west, south = (min(point[axis] for point in points) - 0.5 for axis in (0, 1))
        east, north = (max(point[axis] for point in points) + 0.5 for axis in (0, 1))
        narrow = math.cos(math.radians((south + north) / 2))
        feature['geometry']['coordinates'] = [
            [[(round((x - west) * narrow, 3), round(y - south, 3)) for x, y in ring] for ring in polygon]
            for polygon in polygons]
        feature['properties'] = {'name': '三沙市', 'name_en': 'Sansha', 'inset': True,
                                 'size': [round((east - west) * narrow, 3), round(north - south, 3)]}
    return features


def make_inset():
    return make_feature({'name': '南海诸岛', 'name_en': 'South China Sea', 'inset': True, 'size': [64, 93]},
                        clean([[[(x, round(93 - y, 1)) for x, y in ring]] for ring in INSET]))


def write(path, features):
    text = json.dumps({'type': 'FeatureCollection', 'features': features}, ensure_ascii=False,
                      separators=(',', ':'))
    path.write_text(text.replace('.0]', ']').replace('.0,', ',') + '\n', encoding='utf-8')


def main():
    package, folder = map(pathlib.Path, sys.argv[1:])
    source = package / 'map' / 'json'
    write(folder / 'china.json', convert(source / 'china.json', 2, 4000, adapt_province) + [make_inset()])
    write(folder / 'world.json', convert(source / 'world.json', 2, 4000, adapt_country))
    districts = read_districts(pathlib.Path(__file__).with_name('districts.tsv'))
    for upstream, name, _, _, _ in PROVINCES:
        def adapt_district(properties, polygons, name=name):
            properties.update(name_en=districts[name, properties['name']])

        features = convert(source / 'province' / f'{upstream}.json', 3, 2500, adapt_district)
        write(folder / f'{name}.json', inset_sansha(features))


if __name__ == '__main__':
    main()
