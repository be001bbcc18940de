/*
 * corrections.h - dark and flat images, which correct the images of a table
 * (image/derive.h).
 */
#ifndef PAIRING_CORRECTIONS_H
#define PAIRING_CORRECTIONS_H

#include "base/messages.h"
#include "base/strs.h"
#include "file/tsv.h"

/* Adds dark and flat images to the references of T.  DARK and FLAT have
 * references, for both sides, or for one, as in "source=dark.tif"; "{group}" in
 * one stands for the group of a row.  Fails with err_usage if such a text is
 * malformed, with err_data if an image cannot be opened or a row has
 * another. */
int corrections_add(struct tsv *t, const struct strs *dark,
		    const struct strs *flat, struct err *err);

/* Fills the columns source_dark_sha256, source_flat_sha256 ..., and adds those
 * for which a row has an image.  All images were read before.  Reports how many
 * images are corrected.  Warns of dark or flat images that seem to be none, or
 * that have another digest than T says. */
int corrections_fill(struct tsv *t, struct messages *messages, struct err *err);

#endif
