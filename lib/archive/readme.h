/*
 * readme.h - the texts of an archive that say what it is.
 * Inside lib/archive only.
 */
#ifndef ARCHIVE_README_H
#define ARCHIVE_README_H

#include "archive/provenance.h"

/* README */
void readme_text(const struct provenance *c, struct buf *to);
/* outputs.sha256: where run.sh leaves each output, and its digest. */
void readme_outputs(const struct provenance *c, struct buf *to);

#endif
