#!/bin/sh
# mlflow-run-id-infinity.sh - MLflow names runs by 32 hexadecimal digits and
# keeps the name in meta.yaml, which PyYAML writes.  An id of digits with one
# "e" among them is not quoted; two npm readers of YAML take it for a number,
# and it is Infinity.
#
# Seen with PyYAML 6.0 of Debian 12, npm yaml 2.9.1 and js-yaml 4.1.0 in
# November 2026.
. "$(dirname "$0")/lib.sh"

debian 'python3-yaml=6.0-*'
npm_packages yaml@2.9.1 js-yaml@4.1.0

cat > make.py << 'END'
import yaml
with open("meta.yaml", "w") as f:
    f.write(yaml.safe_dump({"run_id": "1234567890123456789012345678e901"}))
with open("meta.yaml") as f:
    print(type(yaml.safe_load(f)["run_id"]).__name__)
END
cat > look.mjs << 'END'
import fs from "fs";
import yaml from "yaml";
import js from "js-yaml";
const text = fs.readFileSync("meta.yaml", "utf8");
const parse = { yaml: yaml.parse, "js-yaml": js.load }[process.argv[2]];
console.log(parse(text).run_id);
END
expect "PyYAML reads back a" str py make.py
expect "PyYAML wrote" "run_id: 1234567890123456789012345678e901" cat meta.yaml
expect "yaml reads" Infinity node look.mjs yaml
expect "js-yaml reads" Infinity node look.mjs js-yaml
finding_done
