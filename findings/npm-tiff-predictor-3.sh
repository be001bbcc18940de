#!/bin/sh
# npm-tiff-predictor-3.sh - of three npm readers of TIFF, one gives wrong
# numbers without a word for float32 images stored with the floating-point
# predictor, which tiffcp, GDAL and libvips write when they are asked for it.
#
# Seen with libtiff-tools 4.5.0, npm utif 3.1.0, geotiff 3.0.5, tiff 7.1.3
# in November 2026: geotiff gives back the stored numbers, utif others,
# tiff refuses.
. "$(dirname "$0")/lib.sh"

debian 'libtiff-tools=4.5.0-*'
npm_packages utif@3.1.0 geotiff@3.0.5 tiff@7.1.3

tiff plain.tif width=37 height=29 kind=f4 each='(x * 31 + y * 17) % 23 / 7' ||
	exit 99
tail -c +9 plain.tif | head -c 4292 > want
tiffcp -c zip:3 -r 8 plain.tif predicted.tif || exit 99

cat > read.mjs << 'END'
import fs from "fs";
const want = new Uint32Array(new Uint8Array(fs.readFileSync("want")).buffer);
const bytes = new Uint8Array(fs.readFileSync("predicted.tif")).buffer;
const count = px => {
	const bits = new Uint32Array(px.buffer.slice(px.byteOffset,
		px.byteOffset + px.byteLength));
	return bits.filter((b, i) => b !== want[i]).length;
};
const read = {
	async utif() {
		const UTIF = (await import("utif")).default;
		const [page] = UTIF.decode(bytes);
		UTIF.decodeImage(bytes, page);
		return page.data;
	},
	async geotiff() {
		const { fromArrayBuffer } = await import("geotiff");
		const image = await (await fromArrayBuffer(bytes)).getImage();
		return (await image.readRasters())[0];
	},
	async tiff() {
		const { decode } = await import("tiff");
		return decode(bytes)[0].data;
	},
};
try {
	const wrong = count(await read[process.argv[2]]());
	console.log(`${wrong} of ${want.length} wrong`);
} catch (e) {
	console.log(`refused: ${e.message}`);
}
END
expect "utif" "1073 of 1073 wrong" node read.mjs utif
expect "geotiff" "0 of 1073 wrong" node read.mjs geotiff
expect "tiff" "refused: invalid predictor: 3" node read.mjs tiff
finding_done
