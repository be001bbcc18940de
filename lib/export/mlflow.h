/*
 * mlflow.h - writes runs into a directory that MLflow reads (mlruns).
 *
 * Source: mlflow/store/tracking/file_store.py, entities/run_status.py and
 * entities/source_type.py.  Its file store is deprecated since MLflow 3.7;
 * `mlflow migrate-filestore` turns the directory into a database.
 *
 * All runs go into one experiment, named as the project.  Metrics that have no
 * step have step 0.  A value's time is that at which the run started, since no
 * table records it.
 */
#ifndef EXPORT_MLFLOW_H
#define EXPORT_MLFLOW_H

#include "base/err.h"
#include "export/exported.h"

/* Write E below the directory DIR.  What an earlier export of the same run
 * wrote is replaced. */
int mlflow_export(const struct exported *e, const char *dir, struct err *err);

#endif
