/*
 * mlruns.h - finds the runs in a directory `mlruns` of MLflow, its file store.
 *
 *	mlruns/EXPERIMENT/meta.yaml		name of the experiment
 *	mlruns/EXPERIMENT/RUN/meta.yaml		name, status, times in ms
 *	mlruns/EXPERIMENT/RUN/params/KEY	the value
 *	mlruns/EXPERIMENT/RUN/tags/KEY		the value
 *	mlruns/EXPERIMENT/RUN/metrics/KEY	lines "TIME VALUE STEP"
 *	mlruns/EXPERIMENT/RUN/artifacts/...	files
 *
 * A KEY with slashes lies in directories (mlflow/store/tracking/file_store.py).
 */
#ifndef IMPORT_MLRUNS_H
#define IMPORT_MLRUNS_H

#include "import/foreign_run.h"

/* Calls FN with each run at PATH: an mlruns, an experiment or a run.  Deleted
 * runs are left out.  A run alone has the name of its experiment, if that lies
 * around it.  Adds to M what could not be read: a damaged run or
 * experiment hides no other.  Returns 1 if a whole run or experiment could not
 * be read, else 0.  Fails with err_data if there is neither a run nor a damaged
 * one. */
int mlruns_each(const char *path, foreign_run_fn *fn, void *arg,
		struct messages *m, struct err *err);

#endif
