/*
 * mlflow.h - writes runs into a directory that MLflow reads (mlruns).
 *
 * Format: mlflow/store/tracking/file_store.py, entities/run_status.py and
 * entities/source_type.py.  MLflow calls such directories deprecated since 3.7;
 * `mlflow migrate-filestore` turns one into a database.
 *
 * All runs go into one experiment with the name of the project.  Metrics
 * without a step get step 0.  Each value gets the time at which the run
 * started, since the time of its measurement is not known.
 */
#ifndef EXPORT_MLFLOW_H
#define EXPORT_MLFLOW_H

#include "base/err.h"
#include "export/exported.h"

/* Writes E below the directory DIR, in place of an earlier export of the
 * run. */
int mlflow_export(const struct exported *e, const char *dir, struct err *err);

#endif
