/*
 * mlflow.h - writes runs into a directory that MLflow reads (mlruns).
 *
 * Source: mlflow/store/tracking/file_store.py, entities/run_status.py and
 * entities/source_type.py.  MLflow's file store is deprecated since MLflow
 * 3.7; `mlflow migrate-filestore` turns the directory into a database.
 *
 * All runs go into one experiment, which has the name of the project.  Metrics
 * without a step get step 0.  No table records when a value was measured, so
 * each value gets the time at which the run started.
 */
#ifndef EXPORT_MLFLOW_H
#define EXPORT_MLFLOW_H

#include "base/err.h"
#include "export/exported.h"

/* Writes E below the directory DIR.  Files of an earlier export of the same run
 * are replaced. */
int mlflow_export(const struct exported *e, const char *dir, struct err *err);

#endif
