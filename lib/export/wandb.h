/*
 * wandb.h - writes the offline log of a run, which Weights & Biases reads
 * (`wandb sync`).
 *
 * Source for the messages: wandb/proto/wandb_internal.proto.  Source for the
 * records: wandb/sdk/internal/datastore.py.  The log consists of blocks of 32
 * KiB.  A record that crosses blocks is cut into pieces; any other is one
 * piece.  Each piece begins with a CRC-32 of its type and bytes, its length (2
 * bytes) and its type.
 */
#ifndef EXPORT_WANDB_H
#define EXPORT_WANDB_H

#include "base/err.h"
#include "export/exported.h"

/* Writes E to the file DIR/offline-run-TIME-ID/run-ID.wandb, or replaces the
 * file.  TIME is the time at which the run started. */
int wandb_export(const struct exported *e, const char *dir, struct err *err);

#endif
