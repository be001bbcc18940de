/*
 * dvclive.h - writes metrics and settings as DVCLive does, for `dvc metrics`,
 * `dvc plots` and `dvc params`.
 *
 * Source: dvclive/plots/metric.py and DVC's manual ("dvc.yaml files").
 */
#ifndef EXPORT_DVCLIVE_H
#define EXPORT_DVCLIVE_H

#include "base/err.h"
#include "export/exported.h"

/* Write DIR/NAME/metrics.json (the last values), params.yaml (settings) and
 * plots/metrics/TAG.tsv (all values), and a dvc.yaml that names them; NAME is
 * that of E. */
int dvclive_export(const struct exported *e, const char *dir, struct err *err);

#endif
