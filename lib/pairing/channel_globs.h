/*
 * channel_globs.h - globs whose images have their channels in files of their
 * own, such as `ch1_*.tif + ch2_*.tif` (manifest/channel.h).
 *
 * Inside lib/pairing only.
 */
#ifndef PAIRING_CHANNEL_GLOBS_H
#define PAIRING_CHANNEL_GLOBS_H

#include "file/tsv.h"
#include "manifest/channel.h"
#include "manifest/problem.h"
#include "manifest/side.h"
#include "pairing/image_glob.h"
#include "pairing/regex.h"

struct channel_globs { /* all-zero is empty */
	/* globs of the first file of each image, of the second ... */
	struct strs file[CHANNELS_MOST];
	size_t n;
};

/* Fills G from GLOBS.  Fails with err_usage if they name different
 * numbers of files.  The caller releases G. */
int channel_globs_read(struct channel_globs *g, const struct strs *globs,
		       struct err *err);
void channel_globs_release(struct channel_globs *g);

struct channel_globs_how {	 /* how partners are found */
	const struct regex *key; /* NULL: by name */
	const char *axes;
	int whole;	    /* as in image_glob.h */
	const char *advice; /* what to do if there is none */
	/* files to leave out, with the images that have them; or NULL */
	struct image_exclude *exclude;
};

/* T names the first file of each image of SIDE.  Adds the others, as partners
 * of the first: what the parts of one glob match belongs together.  Images
 * without one are a problem "unmatched"; their rows are left out. */
int channel_globs_join(const struct channel_globs *g, struct tsv *t,
		       enum side side, const struct channel_globs_how *how,
		       struct problems *problems, struct err *err);

/* Puts the numbers of channels in place of `c=all` in the cells of T. */
int channel_globs_settle(struct tsv *t, struct err *err);

#endif
