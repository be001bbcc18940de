/*
 * dvclive.h - writes metrics and settings in the format of DVCLive, for `dvc
 * metrics`, `dvc plots` and `dvc params`.
 *
 * Source: dvclive/plots/metric.py and DVC's manual ("dvc.yaml files").
 */
#ifndef EXPORT_DVCLIVE_H
#define EXPORT_DVCLIVE_H

#include "base/err.h"
#include "export/exported.h"

/* Writes E to the directory DIR/NAME, where NAME is E->name.  metrics.json gets
 * the last values, params.yaml the settings, and plots/metrics/TAG.tsv all
 * values of a tag.  dvc.yaml names these files. */
int dvclive_export(const struct exported *e, const char *dir, struct err *err);

#endif
