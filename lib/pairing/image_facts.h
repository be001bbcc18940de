/*
 * image_facts.h - what a manifest says of an image: its size, the types of its
 * channels, the digests of their files.
 *
 * Inside lib/pairing only.
 */
#ifndef PAIRING_IMAGE_FACTS_H
#define PAIRING_IMAGE_FACTS_H

#include "base/buf.h"
#include "base/strs.h"
#include "image/scan.h"

struct image_facts {		/* all-zero: no channel yet */
	struct image_info info; /* of the first channel */
	struct strs paths;	/* of the files, each once */
	struct buf digests;	/* of these files, with a + between */
	struct strs types;	/* of each channel */
	struct strs names;	/* of each channel, "" if it has none */
};

/* Adds the channel REF, and its notes to NOTES; REF must outlive these.
 * Returns 1, 0 with ERR filled if it cannot be used, or -1 with ERR filled. */
int image_facts_add(struct image_facts *f, const char *ref,
		    struct scan_notes *notes, struct err *err);
void image_facts_release(struct image_facts *f);

#endif
