import type { Words } from '../en.ts';

type Checks = Words['creator']['checks'];

/** The figures are those of the API: a test holds them equal. */
export const checks: Pick<Checks, 'titles' | 'requirements'> = {
  titles: {
    'package-readable': '主题包是可读取的 zip 文件',
    'package-size': '主题包大小合适',
    'package-ratio': '主题包不是压缩炸弹',
    'package-paths': '文件名在各系统上均安全',
    'package-links': '主题包只含普通文件',
    'package-contents': '主题包内容齐全',
    'manifest-valid': 'theme.json 格式正确',
    'dark-variant': '包含深色外观',
    'stylesheet-valid': 'theme.css 可以解析',
    'css-at-rules': '规则直接书写，或置于媒体查询内',
    'css-selectors': '选择器只指向组件及其状态',
    'css-properties': '属性只修饰组件，不移动组件',
    'css-values': '取值在允许范围内',
    'colours-valid': '颜色值可以解析',
    'contrast-text': '文字与背景对比清晰',
    'contrast-components': '控件与周围对比清晰',
    'focus-visible': '键盘焦点清晰可见',
    'reduced-motion': '遵从“减少动态效果”设置',
    'text-size': '文字大小足够',
    'line-height': '正文行距足够',
    'svg-safe': 'SVG 文件仅用于绘图',
    'no-remote-resources': '所有资源均来自主题包',
    'token-values': '变量取值符合其属性',
    'css-size': 'theme.css 体积合适',
    'font-budget': '字体数量与体积合适',
    'image-budget': '图片体积合适',
    responsive: '适配各种屏幕宽度',
    previews: '提供浅色与深色预览图',
    documentation: '附有说明文档',
    'too-complex': '主题包可以及时检测',
    'validation-completed': '主题包可以检测',
  },
  requirements: {
    'package-readable': '可读取的 zip 文件，各条目解压后与目录记录一致',
    'package-size':
      'zip ≤ 10,000,000 B，条目 ≤ 200 个，解压后 ≤ 20,000,000 B，单个文件 ≤ 5,000,000 B，单个文本 ≤ 200,000 B',
    'package-ratio': '单个文件及整体的压缩比均 ≤ 100，同一压缩数据不得分属两个文件',
    'package-paths': 'UTF-8 编码的相对路径，互不重复（不区分大小写），未加密',
    'package-links': '不含链接、设备等特殊文件',
    'package-contents':
      'theme.json、theme.css，以及 README.md、LICENSE、fonts/*.woff2、images/*.{png,jpg,jpeg,webp,avif,svg}、previews/*.{png,jpg,webp}；内容与扩展名一致，不含可执行文件',
    'manifest-valid': '符合 docs/theme.schema.json 的第 2 版格式 JSON，括号嵌套 ≤ 8 层',
    'dark-variant': '/tokens/dark 中有单独的颜色和阴影',
    'stylesheet-valid': 'CSS 没有错误、转义、</ 和 <!，括号嵌套 ≤ 8 层',
    'css-at-rules':
      '@media 只用 prefers-color-scheme、prefers-reduced-motion 和 width，以 and 连接；@font-face；@keyframes；不嵌套；查询所涉宽度 ≤ 12 种',
    'css-selectors':
      '基础组件的类名加所列状态，每个复合选择器 ≤ 4 个部分，逐层嵌套的复合选择器 ≤ 3 个，选择器合计 ≤ 2,000 个',
    'css-properties': '只用所列的 72 个属性，不用自定义属性',
    'css-values': '取值的类型和范围符合所列规定，var() 只引用变量，不用 !important',
    'colours-valid': '每个变量都是 CSS 颜色',
    'contrast-text': '至少 4.50:1，大号文字 3.00:1（WCAG 2.1，SC 1.4.3）',
    'contrast-components': '至少 3.00:1（WCAG 2.1，SC 1.4.11）',
    'focus-visible': '凡可获得焦点之处，有 2 px 的线条或对比度 3.00:1 的填充（WCAG 2.1，SC 2.4.7 和 1.4.11）',
    'reduced-motion': '在 prefers-reduced-motion: reduce 下有 0 个元素移动（WCAG 2.1，SC 2.3.3）',
    'text-size': '至少 12 px',
    'line-height': '至少为字号的 1.4 倍',
    'svg-safe':
      '格式正确且只含绘图元素的 XML：不含脚本、外部内容、on… 属性、DOCTYPE、动画，use 不得引用另一个 use',
    'no-remote-resources': '使用主题包内文件的相对地址，或以 data: 内嵌的 ≤ 2,000 B 图片',
    'token-values':
      'CSS 可识别的 font-family 列表和缓动函数；间距 ≤ 96 px，文字大小 12–96 px，边框 ≤ 8 px；阴影在外侧，半强度处超出 ≤ 8 px，模糊 ≤ 64 px',
    'css-size': '< 50,000 B，按原文计',
    'font-budget': 'WOFF2 文件 ≤ 4 个，合计 ≤ 200,000 B',
    'image-budget': '每张 ≤ 200,000 B，合计 ≤ 500,000 B（不含预览图）；边长 ≤ 4,096 px',
    responsive:
      '至少两个确有变化的宽度断点（媒体查询，240–2,560 px），或一个断点加流动尺寸：含 vw 或 vi 的 clamp()、min() 或 max()',
    previews:
      '1280×800 px 的 previews/light 和 previews/dark（png、jpg 或 webp）；如有 phone-light 和 phone-dark，则为 390×844 px；每张 ≤ 300,000 B',
    documentation: 'README.md ≥ 200 个字符并有标题；包含字体时，须有 LICENSE 文件或“License: …”一行',
    'too-complex': '在 5 s 和 256 MB 以内完成检测；请简化 theme.css 和图片',
    'validation-completed': '得出检测结论；请重新上传，如仍未解决请告知我们',
  },
};
