#!/bin/sh
# imagej-deflate-predictor.sh - ImageJ 1.53t does not undo the predictor of
# TIFFs in Deflate, and that of float32 images not in LZW either: wrong numbers,
# all silent but those of predictor 3.  LZW with the predictor of integers is
# read right.  libtiff, tifffile and GDAL write such files when
# asked for a predictor.
#
# Seen with ImageJ 1.53t (libij-java), libtiff-tools 4.5.0 of Debian 12 in
# November 2026.
. "$(dirname "$0")/lib.sh"

debian 'libij-java=1.53t-*' 'libtiff-tools=4.5.0-*'
ramp='1000 + 7 * x + 300 * y'
tiff whole.tif each="$ramp" && tiff real.tif kind=f4 each="$ramp" &&
	tiffcp -c lzw:2 whole.tif whole-lzw.tif &&
	tiffcp -c zip:1 whole.tif whole-zip.tif &&
	tiffcp -c zip:2 whole.tif whole-zip-predictor.tif &&
	tiffcp -c zip:3 real.tif real-zip-predictor.tif &&
	tiffcp -c lzw:2 real.tif real-lzw-predictor.tif || exit 99

right="shown 4070.0, kept 4070.0"
expect "uint16, LZW and predictor" "$right" imagej whole-lzw.tif
expect "uint16, Deflate" "$right" imagej whole-zip.tif
expect "uint16, Deflate and predictor" "shown 7.0, kept 7.0" \
	imagej whole-zip-predictor.tif
expect "float32, LZW and predictor 2" "shown 4000.0, kept 4000.0" \
	imagej real-lzw-predictor.tif
warned() { imagej real-zip-predictor.tif 2>&1 | tail -n 1; }
expect "float32, Deflate and predictor 3" "shown 0.0, kept 0.0" warned
finding_done
