/*
 * wandb.h - writes the offline log of a run for Weights & Biases (`wandb
 * sync`).
 *
 * Format: wandb/proto/wandb_internal.proto and wandb/sdk/internal/datastore.py.
 * The log is cut into blocks of 32 KiB, and a record into pieces where it
 * crosses them.  A piece begins with a CRC-32 of its type and bytes, its length
 * (2 bytes) and its type.
 */
#ifndef EXPORT_WANDB_H
#define EXPORT_WANDB_H

#include "base/err.h"
#include "export/exported.h"

/* Writes or replaces the file DIR/offline-run-TIME-ID/run-ID.wandb.  TIME is
 * when the run started. */
int wandb_export(const struct exported *e, const char *dir, struct err *err);

#endif
