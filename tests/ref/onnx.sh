#!/bin/sh
# onnx.sh - networks written as ONNX give in onnxruntime what they give here
# and in PyTorch.
#
# Needs node and the package onnxruntime-node on NODE_PATH; skips without.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tiff.sh"

if ! node -e 'require("onnxruntime-node")' 2> /dev/null; then
	skip "networks run in onnxruntime" \
		"node or onnxruntime-node is missing"
	done_testing
	exit
fi

run() {
	node "$srcdir/ref/onnx.js" "$@"
}

reference() {
	run weights "$1" weights.safetensors &&
		xp-log export --normalisation=outside --onnx model.onnx \
			weights.safetensors &&
		run tensors model.onnx "$1"
}

# The outputs are those of PyTorch (make_unet_ref.py).
for f in "$srcdir"/ref/unet/*.safetensors; do
	ok "$(basename "$f" .safetensors) gives PyTorch's output" reference "$f"
done

# images NAME SOURCE OPTION...: raw pixels of SOURCE go in, and the units of
# its target come out, as xp-eval writes them.
images() {
	name=$1 source=$2
	shift 2
	xp-train --steps=40 --no-checks "$@" norm.tsv > "$name.id" &&
		xp-log export --onnx "$name.onnx" "$(cat "$name.id")" &&
		xp-eval "$(cat "$name.id")" "$source" --to "$name" > out.tsv &&
		run images "$name.onnx" "$source" "$name"/*.tif
}

package() {
	xp-log export --bioimage package.zip "$(cat "$1")" &&
		run package package.zip
}

mkdir src tgt
for k in 1 2 3; do
	tiff src/p$k.tif 32 32 16 "30000 + 20 * $k + 200 * sin(x * $k / 9)"
	tiff tgt/p$k.tif 32 32 16 "400 + 30 * sin(x * $k / 9)"
done
xp-pairs --source src --target tgt > pairs.tsv
xp-norm --source-scope=set pairs.tsv > norm.tsv
ok "an image gives its prediction" images planes src/p1.tif --depth=3 \
	--num-fmaps=8 --patch=16
ok "a package gives its test output" package planes.id
ok "interpolated, with a function at the end" images linear src/p1.tif \
	--depth=3 --num-fmaps=8 --patch=16 --upsample-mode=bilinear \
	--final-activation=softplus
ok "... as a package, too" package linear.id
for method in percentile minmax zscore robust; do
	xp-norm --source-scope=image --source-method=$method pairs.tsv \
		> norm.tsv
	ok "each image by itself, by $method" images $method src/p1.tif \
		--depth=2 --num-fmaps=4 --patch=16
done
xp-norm --source-scope=image --source-method=percentile pairs.tsv > own.tsv
xp-train --steps=5 --no-checks --depth=2 --num-fmaps=4 --patch=20 \
	--padding=valid own.tsv > own.id
ok "... where each source is normalised by itself" package own.id

mkdir bf fluo
for k in 1 2; do
	about="ImageJ=1.54f
images=6
slices=6
"
	stack bf/p$k.tif 28 21 6 "$about" "120 + 60 * sin(x / 9 + p * $k)"
	stack fluo/p$k.tif 28 21 6 "$about" "130 - 60 * sin(x / 9 + p * $k)"
done
xp-pairs --source 'bf/*.tif[z=all]' --target 'fluo/*.tif[z=all]' |
	xp-norm --source-scope=set > stacks.tsv
xp-train --ndim=3 --steps=5 --no-checks --depth=2 --num-fmaps=4 --patch=8 \
	--slices=4 stacks.tsv > stacks.id
ok "... of stacks" package stacks.id
xp-train --ndim=3 --steps=5 --no-checks --depth=2 --num-fmaps=4 --patch=8 \
	--slices=4 --upsample-mode=trilinear stacks.tsv > linear.id
ok "... of interpolated stacks" package linear.id

if [ -n "${XP_DATA:-}" ]; then
	d=$XP_DATA/yeast-bf-yfp
	xp-pairs --source "$d/BF_*" --target "$d/YFP_*" |
		xp-norm --source-scope=set > norm.tsv
	# as the real image, without compression
	xp-norm --method=none --to raw norm.tsv > raw.tsv
	real=$(find raw/source -name '*.tif' | sort | head -n 1)
	ok "a real image gives its prediction" images real "$real" --depth=4 \
		--num-fmaps=8 --patch=64
else
	skip "a real image gives its prediction" "XP_DATA is not set"
fi
done_testing
