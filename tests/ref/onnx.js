// onnx.js - what of tests/ref/onnx.sh onnxruntime does:
//
//	onnx.js weights REFERENCE FILE	tensors w.NAME of REFERENCE as weights
//	onnx.js tensors MODEL REFERENCE	tensor x gives tensor out
//	onnx.js images MODEL IN OUT	image IN (TIFF) gives image OUT
//	onnx.js package FILE		a package's test input gives its output
//
// The last three print how far the model is off, beside the range of what is
// wanted, and exit with 1 if that is more than 1e-5.
'use strict';
const crypto = require('crypto');
const fs = require('fs');
const { argv, exit } = require('process');

function readTensors(path) {
	const all = fs.readFileSync(path);
	const n = Number(all.readBigUInt64LE(0));
	const head = JSON.parse(all.subarray(8, 8 + n).toString());
	const tensors = {};

	for (const [name, t] of Object.entries(head)) {
		if (name === '__metadata__')
			continue;
		const [begin, end] = t.data_offsets;
		tensors[name] = {
			shape: t.shape,
			bytes: Buffer.from(all.subarray(8 + n + begin,
							8 + n + end)),
		};
	}
	return { tensors, metadata: head.__metadata__ || {} };
}

function writeWeights(reference, path) {
	const { tensors, metadata } = readTensors(reference);
	const head = { __metadata__: metadata }, data = [];
	let at = 0;

	for (const [name, t] of Object.entries(tensors)) {
		if (!name.startsWith('w.'))
			continue;
		head[name.slice(2)] = {
			dtype: 'F32', shape: t.shape,
			data_offsets: [at, at + t.bytes.length],
		};
		at += t.bytes.length;
		data.push(t.bytes);
	}
	const text = Buffer.from(JSON.stringify(head)), size = Buffer.alloc(8);
	size.writeBigUInt64LE(BigInt(text.length));
	fs.writeFileSync(path, Buffer.concat([size, text, ...data]));
}

function floats(bytes) {
	return new Float32Array(bytes.buffer.slice(
		bytes.byteOffset, bytes.byteOffset + bytes.length));
}

// The planes of a little-endian TIFF without compression, as floats.
function readTiff(path) {
	const b = fs.readFileSync(path), px = [];
	let ifd = b.readUInt32LE(4), width, height, planes = 0;

	if (b.toString('latin1', 0, 2) !== 'II' || b.readUInt16LE(2) !== 42)
		throw new Error(`${path}: not such a TIFF`);
	for (; ifd; planes++) {
		const n = b.readUInt16LE(ifd), tag = {};

		for (let i = 0; i < n; i++) {
			const e = ifd + 2 + 12 * i, count = b.readUInt32LE(e + 4);
			const size = { 3: 2, 4: 4 }[b.readUInt16LE(e + 2)];
			const from = size * count > 4 ? b.readUInt32LE(e + 8) :
							e + 8;

			tag[b.readUInt16LE(e)] = size ? Array.from(
				{ length: count },
				(_, k) => b.readUIntLE(from + size * k, size)) : [];
		}
		if ((tag[259] || [1])[0] !== 1)
			throw new Error(`${path}: compressed`);
		const bits = tag[258][0];
		const real = (tag[339] || [1])[0] === 3;
		width = tag[256][0];
		height = tag[257][0];
		tag[273].forEach((at, k) => {
			for (let i = 0; i < tag[279][k]; i += bits / 8)
				px.push(real ? b.readFloatLE(at + i) :
					       b.readUIntLE(at + i, bits / 8));
		});
		ifd = b.readUInt32LE(ifd + 2 + 12 * n);
	}
	return { px: Float32Array.from(px), width, height, planes };
}

// The members of a zip archive that compresses none.
function readZip(path) {
	const b = fs.readFileSync(path), members = {};

	for (let at = 0; b.readUInt32LE(at) === 0x04034b50;) {
		const size = b.readUInt32LE(at + 18), n = b.readUInt16LE(at + 26);
		const from = at + 30 + n + b.readUInt16LE(at + 28);

		members[b.toString('latin1', at + 30, at + 30 + n)] =
			b.subarray(from, from + size);
		at = from + size;
	}
	return members;
}

// An array of numpy, of float32.
function readArray(b) {
	const n = b.readUInt16LE(8), head = b.toString('latin1', 10, 10 + n);
	const shape = head.match(/'shape': \(([0-9, ]*)\)/)[1].split(', ');

	if ((10 + n) % 64 || !head.endsWith('\n'))
		throw new Error('not an array of numpy');
	return { data: floats(b.subarray(10 + n)), shape: shape.map(Number) };
}

function percentile(sorted, percent) {
	const at = (sorted.length - 1) * percent / 100, i = Math.floor(at);
	const next = sorted[Math.min(i + 1, sorted.length - 1)];

	return sorted[i] + (next - sorted[i]) * (at - i);
}

// What a description says is done before or after: steps of ids and kwargs.
function apply(text, x) {
	const number = (name) => Number(
		text.match(new RegExp(`${name}: ([-+.0-9e]+)`))[1]);
	const mean = () => x.reduce((a, b) => a + b, 0) / x.length;

	if (text.includes('fixed_zero_mean_unit_variance'))
		return x.map((v) => (v - number('mean')) / number('std'));
	if (text.includes('zero_mean_unit_variance')) {
		const m = mean();
		const sd = Math.sqrt(x.reduce((a, b) => a + (b - m) ** 2, 0) /
				     x.length);
		return x.map((v) => (v - m) / (sd + number('eps')));
	}
	if (text.includes('scale_range')) {
		const sorted = Float32Array.from(x).sort();
		const low = percentile(sorted, number('min_percentile'));
		const high = percentile(sorted, number('max_percentile'));
		return x.map((v) => (v - low) / (high - low + number('eps')));
	}
	if (text.includes('scale_linear'))
		return x.map((v) => v * number('gain') + number('offset'));
	return x;
}

async function checkPackage(path) {
	const zip = readZip(path), text = zip['rdf.yaml'].toString();
	const part = (from, to) => text.split(from)[1].split(to)[0];
	const sha256 = (b) => crypto.createHash('sha256').update(b).digest('hex');
	const x = readArray(zip['test_input.npy']);
	const want = readArray(zip['test_output.npy']);

	for (const name of ['test_input.npy', 'test_output.npy', 'weights.onnx'])
		if (!text.includes(`source: ${name}\n    sha256: ${
			sha256(zip[name])}\n`))
			throw new Error(`${name} has another digest`);
	const y = await run(new Uint8Array(zip['weights.onnx']), apply(
		part('preprocessing:', 'outputs:'), x.data), x.shape);
	if (y.dims.join() !== want.shape.join())
		throw new Error(`shape ${y.dims}, want ${want.shape}`);
	return compare(apply(part('postprocessing:', 'weights:'), y.data),
		       want.data);
}

async function run(model, data, shape) {
	const ort = require('onnxruntime-node');
	const session = await ort.InferenceSession.create(model, {
		intraOpNumThreads: 1 });
	const x = new ort.Tensor('float32', data, shape);
	return (await session.run({ source: x })).prediction;
}

function compare(got, want) {
	let low = Infinity, high = -Infinity, worst = 0;

	if (got.length !== want.length)
		throw new Error(`${got.length} values, want ${want.length}`);
	for (let i = 0; i < want.length; i++) {
		low = Math.min(low, want[i]);
		high = Math.max(high, want[i]);
		const off = Math.abs(got[i] - want[i]);
		worst = off <= worst ? worst : off; // NaN is worse than all
	}
	console.log(`off by ${worst} of ${high - low}`);
	return worst <= 1e-5 * (high - low) ? 0 : 1;
}

async function main(what, first, second, third) {
	if (what === 'weights')
		return writeWeights(first, second);
	if (what === 'package')
		return checkPackage(first);
	if (what === 'tensors') {
		const { x, out } = readTensors(second).tensors;
		const y = await run(first, floats(x.bytes), x.shape);

		if (y.dims.join() !== out.shape.join())
			throw new Error(`shape ${y.dims}, want ${out.shape}`);
		return compare(y.data, floats(out.bytes));
	}
	const a = readTiff(second), b = readTiff(third);
	const deep = a.planes > 1 ? [a.planes] : [];
	const y = await run(first, a.px, [1, 1, ...deep, a.height, a.width]);
	return compare(y.data, b.px);
}

main(...argv.slice(2)).then(
	(rc) => { exit(rc || 0); },
	(e) => { console.log(String(e)); exit(3); });
