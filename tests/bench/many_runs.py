#!/usr/bin/env python3
"""many_runs.py STORE N - adds N finished runs to a store, quickly, that look
like recorded ones and have nothing to do with each other."""
import hashlib, json, os, sys

store, n = sys.argv[1], int(sys.argv[2])
def sha(b):
    return hashlib.sha256(b).hexdigest()
ledger = []
for i in range(n):
    day, rest = divmod(i, 86400)
    run = '%s-%02d%02d%02d-%08x' % (20200101 + day, rest // 3600,
        rest // 60 % 60, rest % 60, (i * 2654435761) & 0xfffffff)
    time = '2020-01-%02dT%02d:%02d:%02dZ' % (1 + day, rest // 3600,
        rest // 60 % 60, rest % 60)
    d = os.path.join(store, 'runs', run)
    os.mkdir(d)
    inputs = ('%s  in-%d.txt\n' % (sha(b'i%d' % i), i)).encode()
    outputs = ('%s  out-%d.txt\n' % (sha(b'o%d' % i), i)).encode()
    start = (json.dumps({'all_settings': {'lr': str(i)}, 'argv': ['xp-log',
        'run', '--', 'cp', 'in-%d.txt' % i, 'out-%d.txt' % i], 'cwd': '.',
        'cwd_absolute': '/data', 'host': 'host', 'names': {}, 'operands':
        ['in-%d.txt' % i, 'out-%d.txt' % i], 'settings': {'lr': str(i)},
        'time': time, 'tool': 'cp', 'user': 'user', 'version': '1', 'what':
        'cp in-%d.txt out-%d.txt' % (i, i), 'xp': 'start 1'},
        sort_keys=True, separators=(',', ':')) + '\n').encode()
    end = (json.dumps({'exit': 0, 'foreign': 1, 'inputs': sha(inputs),
        'outputs': sha(outputs), 'seconds': '0.1', 'time': time,
        'xp': 'end 1'}, sort_keys=True, separators=(',', ':')) + '\n').encode()
    for name, text in (('inputs', inputs), ('outputs', outputs),
            ('start.json', start), ('end.json', end), ('lock', b'')):
        with open(os.path.join(d, name), 'wb') as f:
            f.write(text)
    ledger += ['%s  runs/%s/%s\n' % (sha(t), run, name)
        for name, t in (('start.json', start), ('end.json', end))]
with open(os.path.join(store, 'records'), 'a') as f:
    f.writelines(ledger)
