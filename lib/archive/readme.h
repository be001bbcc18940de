/*
 * readme.h - the members README and outputs.sha256 of an archive.
 *
 * Inside lib/archive only.
 */
#ifndef ARCHIVE_README_H
#define ARCHIVE_README_H

#include "archive/provenance.h"

/* Appends the text of README for the chain C. */
void readme_text(const struct provenance *c, struct buf *to);

/* Appends the text of outputs.sha256 for the chain C: the place where run.sh
 * leaves each output, and the output's recorded digest. */
void readme_outputs(const struct provenance *c, struct buf *to);

#endif
