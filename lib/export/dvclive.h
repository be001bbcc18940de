/*
 * dvclive.h - writes metrics and settings for `dvc metrics`, `dvc plots` and
 * `dvc params`.
 *
 * Format: dvclive/plots/metric.py and DVC's manual ("dvc.yaml files").
 */
#ifndef EXPORT_DVCLIVE_H
#define EXPORT_DVCLIVE_H

#include "base/err.h"
#include "export/exported.h"

/* Writes E to the directory DIR/NAME, where NAME is E->name: metrics.json with
 * the last values, params.yaml with the settings, plots/metrics/TAG.tsv with
 * all values of a tag, and dvc.yaml, which names these files. */
int dvclive_export(const struct exported *e, const char *dir, struct err *err);

#endif
