/*
 * croissant.h - writes a manifest as MLCommons Croissant 1.0 (JSON-LD), a
 * description of the data set for catalogues and data loaders.
 */
#ifndef MANIFEST_CROISSANT_H
#define MANIFEST_CROISSANT_H

#include "base/messages.h"
#include "base/strs.h"
#include "file/tsv.h"

/* Writes T to PATH.  T must have all columns of a finished manifest.  The
 * description lists each file with its digest.  It also contains the pairs, as
 * a record set with its data.  DESCRIBE has texts "KEY=VALUE".  KEY is one of
 * the properties of schema.org that Croissant requires: name description
 * license url creator datePublished.  Any other key is err_usage.  Warns of
 * keys that are missing. */
int croissant_write(const char *path, const struct tsv *t,
		    const struct strs *describe, struct messages *messages,
		    struct err *err);

#endif
