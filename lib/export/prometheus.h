/*
 * prometheus.h - writes a run's last metrics for the textfile collector of
 * Prometheus' node_exporter.
 *
 * Source: Prometheus' manual, "Exposition formats", version 0.0.4.
 */
#ifndef EXPORT_PROMETHEUS_H
#define EXPORT_PROMETHEUS_H

#include "base/err.h"
#include "export/exported.h"

/* Writes the last metrics of E to the file DIR/xp_ID.prom, or replaces the
 * file.  The file appears complete or not at all. */
int prometheus_export(const struct exported *e, const char *dir,
		      struct err *err);

#endif
