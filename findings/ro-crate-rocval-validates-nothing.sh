#!/bin/sh
# ro-crate-rocval-validates-nothing.sh - the validator that npm's ro-crate
# brings ends with a TypeError before it reads anything: exit status 1 and no
# report, for a valid crate as for one that says nothing.
#
# Seen with npm ro-crate 3.7.2 in November 2026.
. "$(dirname "$0")/lib.sh"

npm_packages ro-crate@3.7.2

mkdir good bad
echo '{}' > bad/ro-crate-metadata.json
cat > good/ro-crate-metadata.json << 'END'
{
	"@context": "https://w3id.org/ro/crate/1.1/context",
	"@graph": [
		{
			"@id": "ro-crate-metadata.json",
			"@type": "CreativeWork",
			"about": { "@id": "./" },
			"conformsTo": { "@id": "https://w3id.org/ro/crate/1.1" }
		},
		{
			"@id": "./",
			"@type": "Dataset",
			"name": "cells",
			"description": "images of cells",
			"datePublished": "2026-11-30",
			"license": "CC BY 4.0"
		}
	]
}
END
validate() {
	node_modules/.bin/rocval -r report.json "$1" > log 2>&1
	echo "exit $?, $([ -f report.json ] && echo a || echo no) report," \
		"$(grep '^TypeError' log)"
}
want="exit 1, no report, TypeError: program.version is not a function"
expect "a valid crate" "$want" validate good
expect "an empty one" "$want" validate bad
finding_done
