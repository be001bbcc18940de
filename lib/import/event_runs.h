/*
 * event_runs.h - finds runs of TensorBoard: directories with event files.
 */
#ifndef IMPORT_EVENT_RUNS_H
#define IMPORT_EVENT_RUNS_H

#include "import/foreign_run.h"

/* Calls FN with each run at PATH, a directory or one event file.  Each
 * directory with event files is a run, named by its path below PATH, as in
 * TensorBoard; event files beside each other are one.  A directory into which
 * PyTorch's add_hparams wrote the settings of a run is part of that run.  Adds
 * to M what could not be read.  Returns 1 if that is whole runs: a damaged one
 * hides no other.  Fails with err_data if there is no event
 * file. */
int event_runs_each(const char *path, foreign_run_fn *fn, void *arg,
		    struct messages *m, struct err *err);

#endif
