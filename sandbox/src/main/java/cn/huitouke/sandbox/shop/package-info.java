/** A small shop in Yunnan that exists only in the sandbox: its customers, orders and parcels. */
@NullMarked
package cn.huitouke.sandbox.shop;

import org.jspecify.annotations.NullMarked;
