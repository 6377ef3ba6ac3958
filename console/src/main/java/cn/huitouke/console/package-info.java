/** The operators' private web console and the REST interface of the shop's own systems. */
@NullMarked
package cn.huitouke.console;

import org.jspecify.annotations.NullMarked;
