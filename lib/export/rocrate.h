/*
 * rocrate.h - RO-Crates: directories that describe themselves.
 *
 * A crate holds the files of a run that the store has, and
 * ro-crate-metadata.json, which says what they are: JSON-LD by RO-Crate 1.1
 * (w3id.org/ro/crate/1.1) and the profile Process Run Crate 0.5
 * (w3id.org/ro/wfrun/process/0.5).  The run is a CreateAction (ActivateAction
 * without outputs): its instrument is the tool, its objects are inputs and
 * settings, its results are outputs and last metrics.
 */
#ifndef EXPORT_ROCRATE_H
#define EXPORT_ROCRATE_H

#include "export/exported.h"

/* Writes the crate DIR/NAME, where NAME is E->name, with the files in the
 * directories inputs and outputs.  A file that the store does not have, such as
 * an image, is described by its digest (RFC 6920, "ni:").  The bytes depend
 * only on the record, the notes, E->name, E->authors and E->license. */
int rocrate_export(const struct exported *e, const char *dir, struct err *err);

#endif
