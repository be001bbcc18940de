#!/usr/bin/env python3
# event_writer.py FILE: writes an event file of TensorBoard from lines on stdin,
# by the formats alone (record_writer.py, event.proto, summary.proto), as an
# independent writer: fields separated by tabs.
#
#	version	TIME
#	scalar	TIME	STEP	TAG	VALUE		the old form: simple_value
#	tensor	TIME	STEP	TAG	VALUE		the new form: a tensor
#	integer	TIME	STEP	TAG	VALUE		a tensor of int64
#	text	TIME	STEP	TAG	TEXT
#	start	TIME	STEP				what is later is done again
#	setting	TIME	NAME	VALUE			of the plugin hparams
#	end	TIME	STATUS				1: success, 2: failure
#	image	TIME	STEP	TAG
#	raw	HEX					bytes as they are
import struct
import sys


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def masked(data):
    crc = crc32c(data)
    return struct.pack('<I', ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF)


def varint(x):
    out = bytearray()
    x &= (1 << 64) - 1
    while x > 127:
        out.append(x & 127 | 128)
        x >>= 7
    out.append(x)
    return bytes(out)


def number(field, x):
    return varint(field << 3) + varint(x)


def double(field, x):
    return varint(field << 3 | 1) + struct.pack('<d', x)


def message(field, data):
    return varint(field << 3 | 2) + varint(len(data)) + data


def metadata(plugin, content=b''):
    return message(9, message(1, message(1, plugin) + message(2, content)))


def summary(tag, rest):
    return message(5, message(1, message(1, tag.encode()) + rest))


def hparams(field, content):
    return summary('_hparams_', message(8, number(1, 1)) +
                   metadata(b'hparams', message(field, content)))


def event(kind, time, *rest):
    head = double(1, float(time))
    if kind == 'version':
        return head + message(3, b'brain.Event:2')
    if kind == 'setting':
        name, value = rest
        try:
            value = double(2, float(value))
        except ValueError:
            value = number(4, value == 'true') \
                if value in ('true', 'false') else message(3, value.encode())
        entry = message(1, name.encode()) + message(2, value)
        return head + hparams(3, message(1, entry))
    if kind == 'end':
        return head + hparams(4, number(1, int(rest[0])))
    head += number(2, int(rest[0]))
    if kind == 'start':
        return head + message(7, number(1, 1))
    tag = rest[1]
    if kind == 'scalar':
        value = varint(2 << 3 | 5) + struct.pack('<f', float(rest[2]))
    elif kind == 'tensor':
        value = message(8, number(1, 1) + message(
            4, struct.pack('<f', float(rest[2])))) + metadata(b'scalars')
    elif kind == 'integer':
        value = message(8, number(1, 9) + number(10, int(rest[2]))) + \
            metadata(b'scalars')
    elif kind == 'text':
        value = message(8, number(1, 7) + message(8, rest[2].encode())) + \
            metadata(b'text')
    else:
        value = message(4, number(1, 1) + message(4, b'png'))
    return head + summary(tag, value)


with open(sys.argv[1], 'wb') as out:
    for line in sys.stdin:
        fields = line.rstrip('\n').split('\t')
        if fields[0] == 'raw':
            out.write(bytes.fromhex(fields[1]))
            continue
        data = event(*fields)
        length = struct.pack('<Q', len(data))
        out.write(length + masked(length) + data + masked(data))
