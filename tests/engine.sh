# engine.sh - how flags.sh and cross.sh build the engine by itself: the layers
# below, which link with none of the libraries that it is configured without.
#
# shellcheck shell=sh

jobs=$(nproc 2> /dev/null || echo 2)
engine_layers='base ranks file kernel nn loss optimise metric'

# engine_configure WORD...
engine_configure() {
	"$top/configure" -q \
		TIFF_CFLAGS=' ' TIFF_LIBS=' ' PNG_CFLAGS=' ' PNG_LIBS=' ' \
		EXPAT_CFLAGS=' ' EXPAT_LIBS=' ' \
		GIT2_CFLAGS=' ' GIT2_LIBS=' ' \
		ARCHIVE_CFLAGS=' ' ARCHIVE_LIBS=' ' "$@"
}

# engine_make PROGRAM...: these programs and what they link.
engine_make() {
	list=
	for layer in $engine_layers; do
		list="$list lib/$layer/%"
	done
	make lib/registry.h lib/late_crypto.h && make -j"$jobs" "$@" \
		"libxp_a_OBJECTS=\$(filter $list,\$(am_libxp_a_OBJECTS))"
}
