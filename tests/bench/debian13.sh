#!/bin/sh
# debian13.sh - a bare root of Debian 13 with the programs that speed.sh
# measures beside ours, for `make bench PEER_ROOT=DIR`:
#
#	debian13.sh DIR
#
# Installs PyTorch 2.6 with what torch.compile needs, and ONNX Runtime 1.21:
# 4 GB.  Needs root, debootstrap and a network.
set -eu

[ $# = 1 ] || {
	sed -n '5s/^#	/usage: /p' "$0" >&2
	exit 2
}
root=$1
[ "$(id -u)" = 0 ] || { echo "debian13.sh: only root can do this" >&2; exit 4; }
command -v debootstrap > /dev/null || {
	echo "debian13.sh: install debootstrap" >&2
	exit 4
}
[ -e "$root/etc/debian_version" ] ||
	debootstrap --variant=minbase trixie "$root" >&2
cp /etc/resolv.conf "$root/etc/"
for f in /etc/apt/apt.conf.d/*proxy*; do
	[ ! -f "$f" ] || cp "$f" "$root/etc/apt/apt.conf.d/"
done
chroot "$root" apt-get -q update >&2
chroot "$root" env DEBIAN_FRONTEND=noninteractive apt-get -q install -y \
	--no-install-recommends python3-torch libtorch-dev g++ python3-dev \
	python3-setuptools python3-onnx python3-onnxruntime >&2
