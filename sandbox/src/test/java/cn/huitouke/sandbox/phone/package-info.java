@NullMarked
package cn.huitouke.sandbox.phone;

import org.jspecify.annotations.NullMarked;
