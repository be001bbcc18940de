#!/bin/sh
# npm-tfrecords-no-reader.sh - the README of @roboflow/tfrecords shows a
# TFRecordsReader, the package does not export one.
#
# Seen with npm @roboflow/tfrecords 1.0.4 in November 2026.
. "$(dirname "$0")/lib.sh"

npm_packages @roboflow/tfrecords@1.0.4

readme() {
	grep -o 'new TFRecordsReader' \
		node_modules/@roboflow/tfrecords/README.md | sort -u
}
expect "its README" "new TFRecordsReader" readme
cat > look.mjs << 'END'
import records from "@roboflow/tfrecords";
console.log(Object.keys(records).sort().join(" "));
END
expect "its exports" "FeatureType TFRecordsBuilder" node look.mjs
finding_done
