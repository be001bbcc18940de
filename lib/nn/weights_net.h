/*
 * weights_net.h - turns a network's weights into named tensors, and back.
 */
#ifndef NN_WEIGHTS_NET_H
#define NN_WEIGHTS_NET_H

#include "base/messages.h"
#include "nn/net.h"
#include "nn/weights.h"

/* Fills W with the tensors of NET, which stay in its memory, and with its
 * constructor arguments as metadata.  The caller releases W. */
void weights_net_view(struct weights *w, struct net *net);

/* Reads the file PATH into W, as weights_read does.  The file may also be a
 * state_dict that PyTorch saved: a prefix of all names, such as "module.", is
 * taken off.  M gets a sentence about the prefix, and about values that were
 * not float32. */
int weights_net_read(struct weights *w, const char *path, struct messages *m,
		     struct err *err);

/* Sets U to the constructor arguments in the metadata of W or, without
 * metadata, to those that names and shapes of the tensors imply, and
 * dlmbl-unet's defaults.  Fails with err_data if W is not of a UNet that can be
 * built. */
int weights_net_unet(const struct weights *w, struct unet *u, struct err *err);

/* Tells M what weights_net_unet assumes of W, read from the file PATH, if W
 * has no metadata. */
void weights_net_assumed(const struct weights *w, const char *path,
			 struct messages *m);

/* Copies the tensors of W into NET.  Fails with err_data, and leaves NET
 * unchanged, unless all names and shapes agree and all values are finite. */
int weights_net_load(const struct weights *w, struct net *net, struct err *err);

#endif
