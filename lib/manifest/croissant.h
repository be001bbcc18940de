/*
 * croissant.h - writes a manifest as MLCommons Croissant 1.0 (JSON-LD), a
 * description of the data set for catalogues and data loaders.
 */
#ifndef MANIFEST_CROISSANT_H
#define MANIFEST_CROISSANT_H

#include "base/messages.h"
#include "base/strs.h"
#include "file/tsv.h"

/* Writes the manifest T, which has all its columns, to PATH: each file with its
 * digest, and the pairs as a record set.
 *
 * DESCRIBE has texts "KEY=VALUE".  KEY is a property of schema.org that
 * Croissant requires: name, description, license, url, creator or
 * datePublished.  Fails with err_usage for any other KEY.  Warns of each KEY
 * that is missing. */
int croissant_write(const char *path, const struct tsv *t,
		    const struct strs *describe, struct messages *messages,
		    struct err *err);

#endif
