@NullMarked
package cn.huitouke.adapter.wechatmp;

import org.jspecify.annotations.NullMarked;
