#!/bin/sh
# feed.sh - how long training waits for its images:
#
#	feed.sh MANIFEST
#
# Prints a line for each job and cache: the share of the steps' time that
# went by waiting, in percent.  The manifest is a normalised one with rows to
# train on; its images lie in files as they will (compressed, too).
set -eu
manifest=$1
PATH=${XP_BUILD:-build}/tools:$PATH
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# feed JOB CACHE OPTION...
feed() {
	job=$1 cache=$2
	shift 2
	xp-train --no-log --no-checks --weights="$scratch/w" --cache="$cache" \
		--val-split=none "$@" "$manifest" 2>&1 |
		awk -v job="$job" -v cache="$cache" '
		/waited for data/ {
			for (i = 1; i < NF; i++)
				if ($(i + 1) == "%")
					print "feed", "job=" job, \
						"cache=" cache, \
						"waited_percent=" $i
		}'
}

for cache in 1T 20M 0; do
	feed big "$cache" --threads=2 --steps=20
	feed small "$cache" --threads=2 --steps=150 --depth=3 --num-fmaps=16 \
		--patch=128 --batch=8
done
