/*
 * wandb.h - writes the offline log of a run that Weights & Biases reads
 * (`wandb sync`).
 *
 * Source: wandb/proto/wandb_internal.proto for the messages,
 * wandb/sdk/internal/datastore.py for the records: blocks of 32 KiB, each
 * piece of a record with a CRC-32 of its type and bytes, its length (2 bytes)
 * and its type.
 */
#ifndef EXPORT_WANDB_H
#define EXPORT_WANDB_H

#include "base/err.h"
#include "export/exported.h"

/* Write DIR/offline-run-TIME-ID/run-ID.wandb, or replace it; TIME is that of
 * the run's start. */
int wandb_export(const struct exported *e, const char *dir, struct err *err);

#endif
