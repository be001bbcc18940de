/*
 * net_init.h - a network's initial weights.
 */
#ifndef NN_NET_INIT_H
#define NN_NET_INIT_H

#include "nn/net.h"

/* Draw the weights as PyTorch's constructors would by law (not by bit):
 * Kaiming normal for 3x3 weights, uniform +-1/sqrt(fan_in) for the rest.
 * One named stream a tensor. */
void net_init(struct net *net, uint64_t seed);

#endif
