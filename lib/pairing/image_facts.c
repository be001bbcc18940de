/*
 * image_facts.c - see image_facts.h.
 */
#include "pairing/image_facts.h"

#include <stdlib.h>

#include "image/ref.h"

/* Fails if a channel is not of the size of the first one. */
static int check_size(const struct image_info *first, const char *ref,
		      const struct image_info *info, struct err *err)
{
	if (first->width == info->width && first->height == info->height &&
	    first->stack == info->stack)
		return 0;
	return err_data(err,
			"'%s' has %zux%zu pixels and %zu slice%s, but another "
			"channel of the image has %zux%zu and %zu",
			ref, info->width, info->height / info->stack,
			info->stack, info->stack == 1 ? "" : "s", first->width,
			first->height / first->stack, first->stack);
}

/* Adds the digest D of the file of REF, unless it is known. */
static void add_file(struct image_facts *f, const char *ref,
		     const struct digest *d)
{
	char *path, *select, hex[DIGEST_HEX + 1];

	ref_split(ref, &path, &select);
	if (!strs_has(&f->paths, path)) {
		buf_printf(&f->digests, "%s%s", f->digests.len ? "+" : "",
			   digest_hex(hex, d));
		strs_add(&f->paths, path);
	}
	free(path);
	free(select);
}

int image_facts_add(struct image_facts *f, const char *ref,
		    struct scan_notes *notes, struct err *err)
{
	struct scan *scan = NULL;
	struct digest d;
	int rc = scan_open(&scan, ref, err);

	if (!rc)
		rc = scan_digest(scan, &d, err);
	if (!rc && !f->types.n)
		f->info = *scan_info(scan);
	if (!rc)
		rc = check_size(&f->info, ref, scan_info(scan), err);
	if (!rc) {
		scan_notes_add(notes, scan_note(scan), scan_warning(scan), ref);
		strs_add(&f->types, pixel_name(scan_info(scan)->file_type));
		strs_add(&f->names, scan_info(scan)->channel);
		add_file(f, ref, &d);
	}
	scan_close(scan);
	return !rc ? 1 : err->kind == ERR_SYS ? -1 : 0;
}

void image_facts_release(struct image_facts *f)
{
	strs_release(&f->paths);
	strs_release(&f->types);
	strs_release(&f->names);
	buf_release(&f->digests);
}
