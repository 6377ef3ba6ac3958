package cn.huitouke.sandbox.shop;

import java.math.BigDecimal;

/** What the demo shop sells. */
public enum Ware {
  RED_TEA("凤庆古树滇红 蜜香金芽 250g 罐装", "128.00", "DH-250", "等级:一级;净含量:250g"),
  PUER("勐海老树熟普 陈香茶饼 357g", "168.00", "PE-357", "年份:2019;净含量:357g"),
  TEAPOT("手工柴烧土陶茶壶 300ml", "268.00", "CH-300", "颜色分类:铁锈釉;容量:300ml"),
  CUPS("建水紫陶品茗杯 对杯礼盒", "99.00", "PB-002", "颜色分类:残帖;件数:2只"),
  MORELS("高山羊肚菌干货 50g 煲汤", "39.90", "YDJ-050", "净含量:50g;包装:袋装"),
  SOUP("七彩菌菇汤包 70g*5袋", "59.80", "JGT-070", "规格:5袋"),
  WALNUTS("漾濞薄皮核桃 5斤装", "69.00", "HT-2500", "规格:5斤"),
  HONEY("野坝子蜂蜜 结晶蜜 500g", "58.00", "FM-500", "净含量:500g"),
  HAM("诺邓火腿 切片 200g", "45.80", "HT-200", "净含量:200g"),
  FLOWER_CAKES("现烤鲜花饼 玫瑰 10枚", "36.90", "XHB-010", "口味:玫瑰;规格:10枚");

  private final String title;
  private final BigDecimal price;
  private final String code;
  private final String property;

  Ware(String title, String price, String code, String property) {
    this.title = title;
    this.price = new BigDecimal(price);
    this.code = code;
    this.property = property;
  }

  public String title() {
    return title;
  }

  /** In yuan. */
  public BigDecimal price() {
    return price;
  }

  /** The shop's own article number. */
  public String code() {
    return code;
  }

  String property() {
    return property;
  }
}
