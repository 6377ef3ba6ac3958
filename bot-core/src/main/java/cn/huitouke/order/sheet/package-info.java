/** Reads the tables that shops export: csv in any usual encoding, and xlsx, row by row. */
@NullMarked
package cn.huitouke.order.sheet;

import org.jspecify.annotations.NullMarked;
