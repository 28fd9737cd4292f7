// swift-format-ignore-file
// Made by Scripts/make_label_font.py from DejaVu Sans. Not to be edited.
//
// DejaVu Sans: Copyright (c) 2003 by Bitstream, Inc. All Rights Reserved. Bitstream Vera is a trademark of Bitstream,
// Inc. DejaVu changes are in public domain. Glyphs imported from Arev fonts are (c) 2006 Tavmjong Bah. Both licences
// (https://dejavu-fonts.github.io/License.html) permit to use, copy, merge, publish and distribute the fonts and
// documents made with them, free of charge.

/// Pictures of a font's characters at one size.
package struct LabelFontAtlas: Sendable {
  /// The size of each glyph's cell in pixels.
  var glyphWidth: Int
  var glyphHeight: Int
  /// How far from its cell's left edge the pen stands.
  var originX: Int
  /// The number of cells in a row of the atlas.
  var columns: Int
  /// The characters, in the order of their cells.
  var characters: String
  /// How far each moves the pen, in pixels.
  var advances: [Int]
  /// A gray PNG in base64, dark glyphs on white.
  var png: String
}

extension LabelFontAtlas {
  static let small = LabelFontAtlas(
    glyphWidth: 14, glyphHeight: 17, originX: 1, columns: 24,
    characters: """
      \u{20}!\u{22}#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\
      \u{5C}]^_`abcdefghijklmnopqrstuvwxyz{|}~\u{A0}\u{A1}\u{A2}\u{A3}\u{A4}\u{A5}\u{A6}\u{A7}\u{A8}\
      \u{A9}\u{AA}\u{AB}\u{AC}\u{AE}\u{AF}\u{B0}\u{B1}\u{B2}\u{B3}\u{B4}\u{B5}\u{B6}\u{B7}\u{B8}\u{B9}\
      \u{BA}\u{BB}\u{BC}\u{BD}\u{BE}\u{BF}\u{C0}\u{C1}\u{C2}\u{C3}\u{C4}\u{C5}\u{C6}\u{C7}\u{C8}\u{C9}\
      \u{CA}\u{CB}\u{CC}\u{CD}\u{CE}\u{CF}\u{D0}\u{D1}\u{D2}\u{D3}\u{D4}\u{D5}\u{D6}\u{D7}\u{D8}\u{D9}\
      \u{DA}\u{DB}\u{DC}\u{DD}\u{DE}\u{DF}\u{E0}\u{E1}\u{E2}\u{E3}\u{E4}\u{E5}\u{E6}\u{E7}\u{E8}\u{E9}\
      \u{EA}\u{EB}\u{EC}\u{ED}\u{EE}\u{EF}\u{F0}\u{F1}\u{F2}\u{F3}\u{F4}\u{F5}\u{F6}\u{F7}\u{F8}\u{F9}\
      \u{FA}\u{FB}\u{FC}\u{FD}\u{FE}\u{FF}\u{3C3}\u{3B5}\u{221A}\u{1FB1}\u{3B3}\u{3B2}\u{3BC}\u{3B8}\
      \u{3B1}\u{3BB}\u{3C4}\u{3C7}\u{3C9}\u{394}\u{2192}\u{2190}\u{2191}\u{2193}\u{2194}\u{2212}\u{2013}\
      \u{2014}\u{2264}\u{2265}\u{2248}\u{2260}\u{2032}\u{2033}\u{201C}\u{201D}\u{2018}\u{2019}\u{201E}\
      \u{2026}\u{2022}\u{221E}\u{2080}\u{2081}\u{2082}\u{2083}\u{2084}\u{2085}\u{2086}\u{2087}\u{2088}\
      \u{2089}\u{209C}x\u{302}\u{3B5}\u{302}
      """,
    advances: [
      4, 5, 6, 11, 8, 12, 10, 4, 5, 5, 7, 11, 4, 5, 4, 4, 8, 8, 8, 8, 8, 8, 8, 8, 8,
      8, 4, 4, 11, 11, 11, 7, 13, 9, 9, 9, 10, 8, 7, 10, 10, 4, 4, 9, 7, 11, 10, 10, 8, 10,
      9, 8, 8, 10, 9, 13, 9, 8, 9, 5, 4, 5, 11, 7, 7, 8, 8, 7, 8, 8, 5, 8, 8, 4, 4,
      8, 4, 13, 8, 8, 8, 8, 5, 7, 5, 8, 8, 11, 8, 8, 7, 8, 4, 8, 11, 4, 5, 8, 8, 8,
      8, 4, 7, 7, 13, 6, 8, 11, 13, 7, 7, 11, 5, 5, 7, 8, 8, 4, 7, 5, 6, 8, 13, 13, 13,
      7, 9, 9, 9, 9, 9, 9, 13, 9, 8, 8, 8, 8, 4, 4, 4, 4, 10, 10, 10, 10, 10, 10, 10, 11,
      10, 10, 10, 10, 10, 8, 8, 8, 8, 8, 8, 8, 8, 8, 13, 7, 8, 8, 8, 8, 4, 4, 4, 4, 8,
      8, 8, 8, 8, 8, 8, 11, 8, 8, 8, 8, 8, 8, 8, 8, 8, 7, 8, 9, 8, 8, 8, 8, 9, 8,
      8, 8, 11, 9, 11, 11, 11, 11, 11, 11, 7, 13, 11, 11, 11, 11, 3, 5, 7, 7, 4, 4, 7, 13, 8,
      11, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 4, 8, 7,
    ],
    png: """
      iVBORw0KGgoAAAANSUhEUgAAAVAAAACqCAAAAADe/UjOAAAlb0lEQVR42u1dZ0AUVxe9A6j0IkWK0uwGAUVFBVGEiAV7w6ixxYqKvYBdYtQYMX\
      bFTuwldo2KLcTeQSwgIh1BpIOUvd+PnfJm2VnHBTWf2fdrz955b2bvvnrefWcoBFWqyqSmcsH/v0OvtCZA1yP/bYeGTIKAVZW859y5JAjCb9uh\
      xdRVAnU4csCbZ77VGm65MiBiG2dYZ2p7HgB6HZXCc9/p9XjDlUIW8TC2K4HalVwijUk/8R8nTUOpn9XgJve5fKapTu90Bk2kKKLIa50NrCbkMi\
      j2B1PTgcmcFdtTj5jP4yiKotawpuvu2o6XGWBIURRFJSlVQ2+3LolykX581a3rFL8E+vvkRTdDRwDsr94XAABKB/z0dsJ++UUc86pGwk7HuM+7\
      5pfA/R7lla4mL7JdOfDLwUuxH/wYtB5PERcGT0+8cH0Sgzb1j7mf78dZ12gRl/oj4hQG3Og6NPlP9sGzEXGCR236X5BJRXCFQO0P7/fi0EW6AC\
      upbcjJkINLaNNVd0SdnPRG6VJYWOMyrxTyDt7LeDfc7EyAY+1rj00nranqqET6dTgBrNYiRsNzFp+SKXKNHYmOabIfn9tFw0MGjPUnr+owSeaO\
      +fp7pR8q1FAKKME/3ht3DcDFs1BauZP6GOkOmE+b6kbHXdbT919oJoVaHYc+Eyol2ZQHzVJ4dweKqnxHdsqX+/wuuSVAY+3HghdfcyZAyq6ebF\
      cxbLURYdmjaT0xh/5cGmHioNPqGmHdRzfNijVUonZbwV8/dCt2uEB/3mE/eHIKawkxtj53uFeap27vAkScOeCA+U0srfFUThmNQ3nwmBn3eWdQ\
      7Ki7vmUMHEY/Y9AnVtAs7VwOxEE0IlqGCtXQtTVjufsDOCYxIHggpnI1FLH0nnMP+mMG1L6XG6ybyBldZtIfKjgUDZ4LPijzd0RKYfqyjg1mEu\
      bMRqkB43J7/oaYof4KT9Y8G15HXileCpo8Jo7iXyzU5MMA4L3Qc+7tRD4V3ERE7YMCDl1r+oCsTikTbAqkH59aveU7FPEqRf9RhdRCRDTZzVru\
      UjGCDlWUEs3xeksO/h2aAQkcHLQHO5/GTaMRkyAS8S99+13yCgkawINjxiq6o1J9qN86FNuHLjOP4udNgsfcXwYA0+U5FBstRJQYh7GWkd4o5F\
      D+oCSTDvXClZMZ0Cf87NoNOnms8Xg3xIDxeb1XIaJHy0cF/zRV2yevkHsmpSS0+0ukQ3+pK3zZKGLoxFLD16RtaZ1HqV3ao1yHBlq/5EBZ/4dF\
      8aPMi4m7czW01/2CB827sfXa8l5esCHb4WVrH1HOodOXY9/9DIjw0dd25y7OapSEmOap0yMfEd9NqF296eZTmmfkleJ6ggB/1y8X6dBxI0Q69I\
      oDz1Y23VirZxqDQgEAIEMK8gAAoAZjO9lay6L/M5Tr0NOttW0mZ3H/koV22xssWmdeiko1eZn0d6hS2cJdCdD1kNhsjd+IvHDaXPx6iarMwi/i\
      +U//xtVfg11tv97NKRV9p6LvVA5VOVSVVA5VOfTbdejbH0z1299jvkgdZGrwY27V3mS/s04LgvGFVxPq1jDtfo7hJKk9rKUzRWnYzJcw8E5PE2\
      3HFUWsTct+yD3uSoqiLpGoM1vM3T5mmg3HxNK2KQAArReRiL1fBVTo2yxVro3aBgCRlC6N/gKAFszexT8++louYYxDJybcT3LqxrC6/XIjo5NH\
      iPaVJHz4CjlfT59AODDn1JE0px84fMDD7FT2s+Hzx0oAACTbR23hbAFYvG/tdhqc96h/I3NfzinWlnPOos2fLEJEbyDQeQaca2d7/f2Z1j8r8d\
      9nehZfs5BrcdwEAJscaWQ8k6DBz3q1iUoKmLSEpu8arkd8BjQVlQwPEG9QyXLXzxVW01Gza9sGxslZL0RNMa+3+BXxRUg99uMte2mOku4bEBHP\
      Nv9gEcnYfAIQ0ZumCyS248kyfQIQEUdaSQjEt6GCfK4L8WP50Ccgrv4PHwRsc61vY57hBh0pmm4TiujyK30/f0TEMI14KcHc92BS7ua2VjQ9Ch\
      QA4CMRf2b6muYe2fvifrYDAIDhlDTNAwCA70KS1sc6t9uaTV97ZOUONl/QJrurTbR/6Ph46yoAgC1Tq/tvJYotu3W3nfTTs/gfK951cPKLjz2Y\
      3HyiUlSbHn9UF+ocx2yEsHbWNNJcNj+fu99QAIBBahelNTTPC8CGZYJdfFOTvan9Ilatw2B4nsILMroz1PBF0xj22wJrLDE7VHhK4y7a5iIm1y\
      nBTMtCph4AAAymmYarJDfI1JiXEMFdyZAcUvQnEvnCWPJceiWIqaH6elGCtqB0g3eO507RNTRI0mo+U0Ov0s3b+mdpDfU2S8kLcGM2Io5QjZr5\
      UiYi/s4Vqx/ZjI8QWrqWXxhmn7V5Bj24ONbjeilLSKreX8u3LhQUaAFsT6xOmaQc5PrC8leJI6WfTSG5YrmJYEL0oSZkH9oLiHxD2B0w6ZWuYm\
      ro8JHt7wsazbqMKfDh1uy//ZYMvOcsTzMDADXIvD3JQndqCTOI2J7MTrfXbCXi7rWmPrym72c/L15Ok4+eVtvf/lHEWEPppYHEVrFJGlgVHys+\
      /Spt1AgNkGx7iogXiTavZj+IHnca2/5R8a57azf42IPJzSeO2VgzzusfQeuEo+OI/S73zkHM/WzCAAD2l38PAGpgYrshvWBtqRNtXX05//KkQH\
      0aLa9HlshHAOCwIiE0UVq7GHI+GAAAthcdjVloz143z53Lo219pfr+QIu9neZ3+AXgPDQBAI/ISG4zPP4A/SzUpu1zYgqfBh1ibaUvZu1Z+9FN\
      PGrj9pkvP6RfU8alwXN8woVs7XAGr4UeeE3fb13oosSssIlBNtI+NLKzkY7LcaaviO+iVX+twLiuiOJVmILcyI2Eukkc6CHdAOnhz/Z3lFl/lv\
      i83b2mVtMVhaythu3gu2SvCTvl9nd4p5dJdfsBt0SM8lMq9KjrtE6Sd4hk+1Ap3a/DoSnwK2285q1bo9nOTyeYRVO8itM2y5DXH2I3uRbgV0+u\
      wf8qglnZFLUq/G2tpqN7fO11L95pd85LRTBXXer/z6ilKsZexTapHKpKKocqm5w/sgRIozLlfl86TM/h/9ChtpSzoM2bZiY/njZ5fajyJztxNy\
      lK0KGdKUqvLbes+MdHX8tlN0fcajvuZUwve5sZdflb+rmYXmoy4cC26wEAzKUxzT2ldI/nRAAA+L0eAKylLgIUaZ6DEufZABBiJw0N7NsDACQd\
      6P39S3ShTxlik2C9yKBkALh0U+aXjKEERuzxQ4dLqtqhj1wNBOdi6BOAORP1mTDXMzUWvsncbbCAXTsUrFVjVgt1hyTmXujKTWL7EqFyNusQEW\
      tJY0nOaL1HxJeUNO4qCuIRe343G/FitTzEKO2r+ECbjmN5Z7URcXn9fDJ2tXkvOjrH5pyCeJCbOjz4S80N2n988jTcKUyxPZXls/hpomCEm9Sh\
      WEAdRx5Zqv6aXYyVq9MxX2n84D4FDi23XouIM9rQNovtWGZ4uAXinHaIiCHWSQ3YFUq4TvQDnTtEoeU9mzPu5TlUJmJJxqEHa97HiwbXPu7Cbk\
      DZLpWwDp3rrtcsgkE5k20Nx7D/bUo3vcbrWYfmTbY26BbPFsILWk3qotd4LX2lrEOfwi1ExLLqoVwN1aAj1CT1e90sEuVQXNIU8YMps9Ie/APe\
      blSin4UtFyEiSryNPLkIsZnOjXkBo9Ot2KU+z6EyMXV8h96odQcRz1k8F1Eryx7U28s61OhKznL9twyx4P70/ZZTjK1d3/TYFqxDe3eJy5nejH\
      lsf14NdfN7+6oVz6E5k/XSkE+WLmMJguqn2X/Cv161NkfFODRZ4xYeMGQW6zvNcdkE7Hw0W11aGTbDVi7jhyauZPzdVp37KNehMlGfsk3+U9Lv\
      A7kaioiNt0jBG4ghLoqFdMRLjEMTIRmxXP+JPIfGQAZiOH2lGgD8TlnePl5Lhiy1YMjZt90XM/tRVutjMgf3vyq3L65WCgBQQm8gWHbbCluHat\
      M2r7Toyx3BM/yqVisAgNezR8/mqOPqjR2IqUb4pD+aC/T23U9VxXByuLkuFZDEQnsAsKdhvHpd4sIkHTMA9ovXYEVR6rnx8opM1jWRFsRMmwIw\
      /1ZHlpyVkqXI7smabnu1ncus728rn4G1jwGAzPdMuWMPPrwyhrHVaXDmZgfoGB7evhoAlP0waGuPYfKXvM/7BfcSckWXiLzK+zN90IJUSUgZcI\
      4CiKMPxNiWvyKurF3wFiCOQTZqmYiI3eWVaZWfSVwpyxCeqr4w4d0eg5UEQ7jMWroTmOR7KSt7s9pFuU3+oO6J/IR+35UwQ4uNXVvOON7cGbHc\
      0Hw1IuLc7woxx/Y3eaVk2PNC7PlNHj2OVL7Jv6YuF9+wZgNUnWpezf1Vj+lDfdtFZ29l+1C3/lzPiNjL90XBnV7FcvvQNhX6UDJd89YF6iBJue\
      aZbKajeL830nfZLb8PxV1OOhZ+HGEaDESA/VGYhog94AkiXtZ+goh/az+RU8p6pl3KdSjv9JGyfeivtaq3nsI5dI6brvN1NrJ7Qp2aY/PJsZsb\
      5XNn2Ou4sjQ836EJnfUa/Qo5wgTz21pz8N+QZBz63LS8agalz5HOGAkc/AIAMN2+8sq/Yu3Zhbf0bGh4m1h6tvn3LJEPHs17PNvvm+VD46WRF8\
      N2fbE7vvO/oNNnuZaKYFbRdyqH/icd6iw6zoJ/ZettKveJqKF8N/3XnFbcRXco85mvZbGruuNTpRx66ydh9HVTiy8wbJ9/8DJMvmV4tt0mVR/6\
      6Ut9O0shk3azdLEOfdFRv+EFkU2+sGe3Avn967R2uk1u/1bbYIwEAJznk2W+/cGs1rAs9srAdvrNWYYl1Ve/yQZ2K8w5qIPeAbbMtXY67R4wwO\
      /+CIrQJ6p9CSCJypaC9c0A4LU6zQUdbQgwn4qD2wZlAJBS6w+AUZ40Y7a5KQDEaND6Mud5gfoAUKaggqmVifpPEJ2sbxcEmzEktivvQCwfOYWl\
      thhXJmCzvZc3Qm/0u5fmh1C2zPZdkxM8u8ondfk0rpP5P2z5+KJaRNHNGZxowk7eKfiLiImMBkFWjYeICzoy56LV3mDr+lswWCrAcFEvenetVI\
      Z4149AnN6ZKGhxcy5sOLvnYM5Aqq0gIu6uHV+RrJa3BeL0G2IWJIlx6Fy75YK21YhXqHzEwXNQpsxX8BoxElLkkbp8GhedyOCtOJ0n5B0UOBQH\
      TEaJDbul1GJ7jsH2ftiBjiJcWF8vnM3nPwSLjQmSfJddKqGQYREn7NAyT2DdHdvbyDbwef7WXyo4VA0AzAC0oEhMdd6h7S9oMwXQ1NYB0CwCmT\
      ITNWwB6kGiPFKXT+MCWBMl2u2f2WLkY1HtbMTeksvZfdh1/qUrbbpezr9JD9Pj3jTryF454ci7wxocrXlh9llzbuB5a6dA5OvUgyfsgLVvWPzx\
      fE/b68MrOSgtb/r9+0/v6euUJQDEQh15pC6fxgW+JE/383c6ehTKf1StIoC3LOqkeXqXH6uy5H354vfmlmuMGwMAgGSYbwx3ZKKJ667Nw1nhqE\
      dDjjYiK0WfSOGfEd2mKft083vqO/2ekhFmXkmHaux18Hz7yQ619/BPTZzchT3+s/la3qqk3tLPdd0mZsTNlZ/vYmBsaXkRu6du8YQcFZx3Zr+Z\
      zf2MH9ceG8ki99wwb/D+la6gwYl79k3hwhImrLzBzgXf+G5y491Sp0T4Z5TofIZpk1poR4+kT6e3dB1drLjjcmOCLPeeYcSbDubX9RU4BdPesI\
      tRyCE2QGTWOS1ilF+RaeXbh2jz1+y4cwE13DWbwve5UodeWXVYp8Os/uzcpLeaJxvZ/mdyP/4or6FA1axcQ+QoryiR/HxVpYrBBULhBJ8lFddU\
      cGbonFG80KCU6z1dTPGKa2jqK/tvbeqOG7T6Clu9PRyGyrfsMn43TlSvqMgY0aWf+7fmUG3DHdUUuOO4kGX4cHHlqwhmFR+qcqjKoar0L3foEL\
      /nVGxVl0lRVVLm0VZZVTyNqJgGEp9L/M3N5Gos4hPTVERJ261yZ23brCm4KDhXy5phU812ppTYsAGzNWKnkGQ+foppbrhEIFMYVO/ATXMfgkYr\
      QvYTIzpkC90tzc8YoK6Y8B6Au6hI+4506Gazp+lM2Elcr2JEXLSDCbYZhBjqI38abLhLgURgStPg1yWvlznSNE9Cg3Rx/pTJx3vkY1luLwRECD\
      HTndRHzPfaL+52XQDciuqKutTnLjmx5+uCwx/ND7twh8ZveTUx28wspgu/tzPqGUrrLcCcV5czfxHYcxqw5Z5wo5i4sUUfPTvTzRMBoHSUkfVL\
      ghzBWZAbLJhPx07b12fzRDnLQjVKTXDVeMWjAwcO6Gb4CF3II63h76rpQw+On91jOze9zdbnTJrTMs7GGfSiV8KxGnf8p8bVkevRtOu9/X7MF7\
      jlO4N6fvOy8ac2BlkAD29HvbLnSI+yYXFvPfWF8rnD9II2B9oYVOz1Fs+38W7MTcIpyqKcObtfMOU9qebil++4UZxrHKqmD20fSDZ5HQBCmjdw\
      CeIDF87qa54tf+W7ozcWDuwj0D4er7jYChERlz9BLPy+Rnevv7kI+DEpjbYTIhzSFETnwxCAlnG4/MnHGyHX5DcDQCjBIddo8UwoE5+0ft6abP\
      KjvATvVQqsAId0LW9IyqIkNCbdnd9zLKIhS4vte/5+tQcNYinqdJohxdRQP1Lf3/XyIa0ZQtSi5TOHmOPFAPDSEkDrQvHJS+4CfCg9Gk5n8gFM\
      v52lDS8tP6XGjEVEbu92OBbfbSQuY8ObD0WSmoi4iGjymJdDssHPBTMWhZh2si88RLu/HuJCV/JZidTk4s+dZwQKFGOSE7tviSG17Wa2MUA8RV\
      FEH368cNK1DWuF8kUAtAoceSPb+OM/0rxMmeb6AYD0BXm0bNsl0X1oiYTc/hi37mjJw/lyr03Su5Tw/ujkB3KN/LCAlg/8nrkI3XPDuL/3Zj1L\
      GLMeAGwREbkxQ2O3vdmVXMF8GaMK27qMXf/ZJsyhmZk/Q3Zl56Eyqsu7nNSa3mFnbdI9C4HOY6Gr8JZWxncbheeTU6yrWU/N+mQqU2w+ZfXvrQ\
      JszFa3r8/NbsVOm/i7nhVkrAcqw9vyHVoLdPvm4v9bspJZiyhyaP9E+d9rfJ62k/ZNrMvrRYDQ6hatT40XIpg1ZSnRAyqK42PptaP+WRXBrKLv\
      VA7lksRrBw/PIXucxeZEzOA1w6BtK4R6qh/154i7X05dPnnQhdAkhT515E/14GIT3j58ap3XHHjb0KVE9K91c4l2FqbvqiQlNyK3hp86FXLgUc\
      dM12QWjT49wow7tPprQ6zBvc7qRu/s1gni7nfDlQzcOtSLAHvHvXBjVUFx8MBn3CHZWUvJMgaQB+77/bUukEM1Di91Er75494nai3+ikJYotPL\
      wB29Tuj9vzX51RbGMwSs8RR1DwDA//eK6BFVzTWJRRUSqaysNGqgbtCc8Oc9WkGjM0BFfWZZRWZxaAr5zOKRH0Vp2gyMYMvkFJnV4PGa65HhJ+\
      U71FaqqHf9yaSKyBmz9SJYVKFX4SkrK4tKrkw9TxQaMvgclKJUbLmCPjPKKDKLQ8qmYZgX3tCTkWYhFJnV4GmH+pbduXj8xQXlsqxG0cRtanLQ\
      Ad0MH9JWj1xj/1Vz4+uoSqMTdiuzb7Eo+fhibrgaP3JVA22HZQO+WtuuVm/J5Km03s7w3J2cQ7+7GpNyqgl7XXXv7Cdj+Soy8wY3lIf88h03yt\
      i4xFdWVhaFTtKYEMqi9UO5QFLldZarMA1+T5MdpCIz4m+1jKZIuBFrvUPa0IEkdXrLtQyja/3JIXXK5gRN1bI22TGep6ysLHpt8QEzTBhOoMAy\
      Cc8xpIesPjMAyCgyi0MBFfRDxSADAHBDfAunaTVRTpFZDWBaWlYIJUydBo4LVS/Y3YNAZR8CjkmpWnvWBgAOu7mMfGVlZdG21BqUaeY+Gu1OqU\
      11gVJEDK6ozxyAKKPILA4pl7IHDsMIQg+aUGRWk6V4fwm7OkprHzkL79UUNs5TIxCk319e0VaawYXz8pWVlUXlu54i4kV6TwB/v4vIvJ2hEjrL\
      VZj21mzGbmYwiswaYMufiX4I12z6C4Efnr8FD2bNgi2RDjSCQxc36lewlQ6u68lmYpWVm1YGnVVvAgAezx85AwCcLW1BchCbeuuOsnq9z+mrjU\
      plb/as3caJ3q9w0BG1UiptcQ8REcf+yaJiaQciYxvdguA/+crKyqLuNJqAiIhec5Cpod8hVtRnBkKRWTxSrg/FgQDV6/RnNhdJReaqWikV653p\
      9MUrSdf9Bt8sOVLD6Ez+w35f9tklxpe/XbaJOnS11tiRX/TR7+j90/zf51AVwawimP8PHPqmdiJvQuBEMBLlbeoRB5MCLc71fKHEbdZ35cG79Y\
      m998d1egnme28T9SW9cdi4faXl4KR8bE9yTrCSfJ/Dz8v/9uWQwxPnDoTM42wp+yMi9TxMHkNtdZOIQHV/5r+HiLWMHExsY49ZL3jcaJK58fgP\
      VcyKu6Qs3VTJIuCzbnQXlHy2on92iEttu5oNq2hxkmctakcIar6wJzTeCpp0Smot9P+1SP1ZpEPnDJbw8OouRZxDIzrpaTZnK4myiJ+uf69n4H\
      6i2wk52qKiUZ/uiFjefpTcqbVnCH4I6MLC957/EMby/sQJwPz2L2dtZtGFiadrrhNy0yEjD7HhGUt45+oO9/rA1VBadZneE1EW5Xs8Q8QbPuWM\
      xuObdzs0emNlHCqjz+wDoNvmKnvAcWdpG79r+K9LwH9FndIIcZ3ZQ7xsJO0qJTb+iBjgrpNaGYfK6DP7BGDOVP001qF/2XGtjq+sXFUITEbe66\
      ptMbUYZfWZeYrMPAQyqsvKIkTcbrzSiFYXfgq3EBcML9HZXymH8vWZfQIQC6k/WYee0UsmBzpCWbkKEUzLTPaZjbL6zHxFZhKpQQZYAQCom78F\
      AKURAIzsP2tGN+nHLKgNIVHbqpnEV24KElyiP5s/JyEicr0atiXUGtWbTTr5GZDNKmPLldsAEk7ubGI4xpc2JP25zU5/5auncpAa/xV1SiMA2H\
      F45aoz0o/WkL7jr/3qklRpaCxfn1k8ktFnBsidq8sdma9xtUt7xqN8ZeUqRG/UKMrpXa6MPjNfkZmP6P4Ow9Tjud7v05FMH9q0XbsCxH20Gn6n\
      8YiYATTbJR7xNXR9AHRcw7lBCRG7TaOPFKn/mSsJYaJVqxAt+45GfAXxN1JFZnkIEE9KVZfpdysoi/I9ohHxRidpT7IGpiS/+8OQtvH1mcUjGY\
      fypk1OOxGTHeigXr6yctWgOOpy0ZV+I+ek5pwdgbL6zHxFZhIB8l5RVwlEpgSXSz3MCBtfn1k8UujQWmAyjvE8X1m5ipClVve3H6bXMuz6EGX1\
      mfmKzCT6PGwTZpp+g7yHKD7787BN1LfoT3F8toq+q2I+W0UwqwhmlUNVDlUlgE/RppZ1qKRrU0LQzn3OeYo+KJntdpB3cWmnNRx403AgBzKpW+\
      N8yUvHuDwJPsGiEJO/xl9ld1gGLeA/g/8YriMvcHUr5iwDG8YQge7m29bbihuPR03jfzFrCHeY/oN7K+Lgeb01u8g4p/JuywXKzKeuThEVVYqI\
      QetudS2TS+7ldbrEO/JHnDYs9opcskqQFUxcoWlyg4OtkrwcuHeFlY/g0eLLJxLk9+BTR0ayIMc12n6YMqSkxP9XEm4YSehLjD54dpBgxtEhii\
      TlvuIWyJmLmY3nfm4u9zC35kdExKScKi1eOYeqAeQH2Bj6vmGrNg8pUmRWiHY1iPmFfUOXIkVmZRE/pQ8yMxvbjzkUw5e6EI34+swA0YRWtIzt\
      hU9NiqIYlcfzzpqUOdeH/hhzNaFRbyZomY+UTT+8vZszaRYL9yxP+3Eo01EOyHl0L5GV7FMWAUA/ZJUL+uc+unNE16lyDz0k4R+ALd/bMHjz0q\
      SBXTPk2SR+1aOTvFsyB0F/6p2F7OlWmdfXybzMTpEiswL0GuIQYyGWaTzCiszKIv4R7liIw2FBrI0vdSEe8fWZeVrRfNsLeIMYCYxgc7/gIqLJ\
      KyJLlU0JGnYAVsC+V1hYkVlZxL5PLBgAIKma3Zz6CyCxku1KRp+Z1Irm29I0rAHqsr/Pb41WB27axH99naKX2YlPNmXxAC/BTp6Nr8isLAIAOE\
      IxB4WsSxfkBb0EWtdZRp9ZPOLrM/O0ovk2/u9757ex+CoxbRImS5Vu8ti1S3JC+/7keFnEUt4evikJnuyOurKIP8q7WaYleLKiXP16v4/3Zhuy\
      eIQHzSiOmOe/AJBv6+SbktC+LxM7obkjn5w2CZOlyjv0/QizWmNy5Ts01c/EdAh7EFRZxEsPPQYbErZX7bQdNrJuEo+wxLwjMW3ivQCQb8scbG\
      o2gtVY+stVF5ifB/gtpJS0qimHp88sMw9VqN382SUyvnCyqKKNBgX6zIq1m7n0bTi0ipIifWbF2s0qgllF36kc+h93aLL6+UqWtMjYdJmAaabh\
      0v+OR+nRfhUrt2EDUEtgSpA3xMio73v5tq32r55ZCRFe4erxn33qtExrx78jPpQOCC4UcfEix/h3XoHybQ02I651FMrZ5lflHm8piHwZSV7f9m\
      pu/lzAPykZ/EUT3eRf1NMSUZtvDrOp2TJBrin5pSeA25N3AjmbHFKq+Ui2/7hF3JWlprup0+WSKm/AqaE9pUeJpwz8491H+rxQuskX5CEuYCPU\
      E7rr1T0XOI9eT7bNRYzTeMMuL4uumbNLTB71FUEVI2bBPXmlIBYYcAqPtGTTQykaafMH4oIGTNUKsyxHxLfVbknhWZscnUh+DRi4j/4QEsA38O\
      skiUICyHyfkO4vaqHe+mcpSfd0vrO6+4qnMlcQO0fHrJKlTf5k01WI7MkZSYvh2WHmdaOkqLD174ize3DrdTewjJXrUJqPvy6vFMRtUH0F8Rjd\
      FnJPtF8nN02XPXPTbpaUoRlBH8aZj0Mn8X/CI6vfEBElsxq+FudQ+ko63yekTVa6fXaQAuaJm7pq2ksflf9OOpKbBcRDzniHDbx+AYmItR0YuN\
      cVP5id4xxalhpkKpecjdBAxEKmhsqUgi2/H+Ii36GIbbZNaMUSEBrSiO8VUpXJZI0YDDeke3fujfd3EZHdXoFnH3HoKV6+T9AW3Wip12cHSRIk\
      bGQdGnwi59FkC5MhrAJ8gc0mdlAqrvl0OvPORLyqgYg9FrPX6cUesJfwGCWL4/IcmgwpiC/gndxSHkB4OLwScGhoo2pX2DoAt/GlmgT3akqPrr\
      ghSqx3ytTQVYiIkpmNxNZQ6ZV0Pn4KAyC0/8l3zoYhouTeQhf1VkukDx4Z6Kjutpxpc9IamrWXPZc2q1U5N8pPmD2CvcVzSMdSi9ksHrq0wwo+\
      RWfC7CxbnUaMYqmvBocQtzrKL2VMS5TYEW9s7D2f+FG5WhzHWQyn8Qok4WprRMRy662IOK/NV+tDETF5S3dp653cfw8Rp7z0OFlDZZo83tHkiC\
      mJw6jsX/QaFLBUn4UmR0G6fve44LeaDA1o1TMjYxA72Gxt9DrGNkxuKbm6RxAXNeMeZ7pvMQfuUcREzNP33eCW89KdxyIintHMRsQYeCLqp5Mu\
      zBoXr541rqoPLgqnJ8Y3ePNQd26PCZ956Njc7qzHDhoWxLtYXT0stVuyh61kFIsXGBkHyy9lU4NyxHi1l6w1vpXGQxZ4OdbhwhBi3HS6J7vq+m\
      YgIvZgIks+2aF5fduptZ1QWjkv8XtbhX1v0E7xgQ5eIUKsvNXFqvhzz9d4XfdC1deZn7W2f9WJ/ddb+c6ZYDtiSUaVlxtYOPLrkiNfK+2LC4JJ\
      hravvhluREUwq/hQlUNVDlWlSjk07Bb5RditTVEqt8hLz+xGCwC+QxNWNSVwwqqSvcT7hmKaQeA6Fu3SBPcppI1IB6p94/7MHxeuv00ukJkIro\
      wm56Uro4OSyJXz1BRtzr64E9Y+Sth43HoXVKWPr5SsQk5BHos87ke3JG3klZ53RN/zD+OmscSS8UIepl7K+5f7KdksDHFkB4ZQPudUQ2Dn7SvM\
      Q9EoB0aw72GIG+p4a9OITg/P6QAAXDrRwL/S42TeYoC53FvB4jfmjmEPFT7dCdC2D2vbedN8miGHHjhyPWNmGu8tf5f63L476xET+F179Extxb\
      ueXzBJ9AE4vnDeU9yuG42HDiAivvIuXb2OiIMmXkD6kReerqxJ1Pk+799zfEu2R1IJt1Nb8v79cJYwxzv9SnZzVOXJ8biCYwD2jrrJe+yF9fVY\
      9QNezPJXX8tTG42bBrGoyAhcJXpgUAQAcKWHRj/2cAOjm0+nIZhSxs0/aBV9Jl22J8fEZ9PWlLLgQs1VUzlhuGqG+JQrtb7+jtscSq0P9f/iHq\
      w4m9d6x71p1pEFZMzy15+HDs58wgl49PbfN3xl7/3LOgEAlFajVUfkJuEXnibHkpFxZpE7anBTk8IPIbxzYFtGczowqcV2etxLDQfdm3KMOyDW\
      sF5nUupbMsw3hu2n+DHLX8Kh/AnWokYAUVQUQKNFFa50m/oq1H91zO+WAAAuN+F2C4EiFb3wdMVYKp3Lh+pgyr23sIUO6BCvnSk7RBwkue3Q6U\
      euTurtXePcmavL/PcuBifu2TeFaSFaGvll8EX7UP4Ea2FDxEiIRGy48CP5VvhP4N69ynsB6cdeeEqMuX8PGzmWmDVsmDiC47bxn7VEpoIJk4dx\
      +wF5I0ct4/reoknTifN3l/WiEJc2ypcTs/xFRvn2IVrD7vwn11Mq+k5Fjqgc+p9K/wPyob2QooO6wAAAAABJRU5ErkJggg==
      """)

  static let large = LabelFontAtlas(
    glyphWidth: 19, glyphHeight: 22, originX: 1, columns: 24,
    characters: """
      \u{20}!\u{22}#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\
      \u{5C}]^_`abcdefghijklmnopqrstuvwxyz{|}~\u{A0}\u{A1}\u{A2}\u{A3}\u{A4}\u{A5}\u{A6}\u{A7}\u{A8}\
      \u{A9}\u{AA}\u{AB}\u{AC}\u{AE}\u{AF}\u{B0}\u{B1}\u{B2}\u{B3}\u{B4}\u{B5}\u{B6}\u{B7}\u{B8}\u{B9}\
      \u{BA}\u{BB}\u{BC}\u{BD}\u{BE}\u{BF}\u{C0}\u{C1}\u{C2}\u{C3}\u{C4}\u{C5}\u{C6}\u{C7}\u{C8}\u{C9}\
      \u{CA}\u{CB}\u{CC}\u{CD}\u{CE}\u{CF}\u{D0}\u{D1}\u{D2}\u{D3}\u{D4}\u{D5}\u{D6}\u{D7}\u{D8}\u{D9}\
      \u{DA}\u{DB}\u{DC}\u{DD}\u{DE}\u{DF}\u{E0}\u{E1}\u{E2}\u{E3}\u{E4}\u{E5}\u{E6}\u{E7}\u{E8}\u{E9}\
      \u{EA}\u{EB}\u{EC}\u{ED}\u{EE}\u{EF}\u{F0}\u{F1}\u{F2}\u{F3}\u{F4}\u{F5}\u{F6}\u{F7}\u{F8}\u{F9}\
      \u{FA}\u{FB}\u{FC}\u{FD}\u{FE}\u{FF}\u{3C3}\u{3B5}\u{221A}\u{1FB1}\u{3B3}\u{3B2}\u{3BC}\u{3B8}\
      \u{3B1}\u{3BB}\u{3C4}\u{3C7}\u{3C9}\u{394}\u{2192}\u{2190}\u{2191}\u{2193}\u{2194}\u{2212}\u{2013}\
      \u{2014}\u{2264}\u{2265}\u{2248}\u{2260}\u{2032}\u{2033}\u{201C}\u{201D}\u{2018}\u{2019}\u{201E}\
      \u{2026}\u{2022}\u{221E}\u{2080}\u{2081}\u{2082}\u{2083}\u{2084}\u{2085}\u{2086}\u{2087}\u{2088}\
      \u{2089}\u{209C}x\u{302}\u{3B5}\u{302}
      """,
    advances: [
      6, 7, 8, 15, 11, 17, 14, 5, 7, 7, 9, 15, 6, 7, 6, 6, 11, 11, 11, 11, 11, 11, 11, 11, 11,
      11, 6, 6, 15, 15, 15, 10, 18, 12, 12, 13, 14, 11, 10, 14, 14, 5, 5, 12, 10, 16, 13, 14, 11, 14,
      13, 11, 11, 13, 12, 18, 12, 11, 12, 7, 6, 7, 15, 9, 9, 11, 11, 10, 11, 11, 6, 11, 11, 5, 5,
      10, 5, 18, 11, 11, 11, 11, 7, 9, 7, 11, 11, 15, 11, 11, 9, 11, 6, 11, 15, 6, 7, 11, 11, 11,
      11, 6, 9, 9, 18, 8, 11, 15, 18, 9, 9, 15, 7, 7, 9, 11, 11, 6, 9, 7, 8, 11, 17, 17, 17,
      10, 12, 12, 12, 12, 12, 12, 18, 13, 11, 11, 11, 11, 5, 5, 5, 5, 14, 13, 14, 14, 14, 14, 14, 15,
      14, 13, 13, 13, 13, 11, 11, 11, 11, 11, 11, 11, 11, 11, 18, 10, 11, 11, 11, 11, 5, 5, 5, 5, 11,
      11, 11, 11, 11, 11, 11, 15, 11, 11, 11, 11, 11, 11, 11, 11, 11, 10, 11, 12, 11, 11, 11, 11, 12, 11,
      11, 10, 15, 12, 15, 15, 15, 15, 15, 15, 9, 18, 15, 15, 15, 15, 4, 7, 9, 9, 6, 6, 9, 18, 11,
      15, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 5, 11, 10,
    ],
    png: """
      iVBORw0KGgoAAAANSUhEUgAAAcgAAADcCAAAAADR+m4PAAA7t0lEQVR42u1dZXwU19d+JroRNgpRSEIIhBAgENyCFSseHEqAQoFCoZQWiv3xok\
      ULpS1W3L1ogODu7kHjStzO+2Ft7sxmd7PdUODd8yG/nSfn3rkzZ66d+9xzOYJRPgcxMb4CoyGN8jkZsnt9oFtTPlIj3lCFe2a5iwX2WjwxmqxI\
      hjzMTREg4dxF2P4o1rxQHzhfT8Mdcse4u43MAoD19lEK8E1fD/vGe4jNXiQ/BXRigQ5Vxqi5A1e8r2i4m3AcsaqqxGVADB95MLMG58noJK9o6i\
      qt+ksaDyo42MXb2u+b54Lc4kpy3/MTchzHcZwro5M0xs+qwv9SVcBETqhGauUQJguQY7hANqNFim+wh17gH+V11GBfzr7V3gKVxjSXOw9L/0RE\
      8c7LFVhmAADgBZu9UG5jrRBaj9sscLlzPIHiO18Wal7BITKMlBkoAKYDAMqnqJBcAPBglAbLXm9gmgo6I4NK3GWz6+aOkbzLJJmWC18l0hsAME\
      uFTJCbr68C+LdN6wXUwzmuruIyrcEfzyj5cIdHKo11AwIrDF4LYLTfEAV2/n6DB1ln22upSsutOwuhTra/s0DZElWO4kiVEmWLrULefNWeBV5P\
      t9qa+bTZ47m8NqHi+Cu+rJbD0JNRqfvd7/6tgsy67n+Tea/7+6WM4p6DiwR3HElEFM1H+kQGn8l8O9NOhcwgIqIlGGiQGvm1KuMvZchGtHkU/O\
      Bgu0cqJckyorXIouMWd5TYAfytJnuBFDi3FBfsS+cCAXK8AsqfECsarEZOtc5ggfmYTkTx1mVY2NdDTeItEDViz9CLf5no+ucVQY0cKUxyCm5J\
      astWqTwZqkYKJArzysO59b7yKsjjLfDG2TJryE+BSqxRyeXpWvO6H19bDNaNvyfu5bniHHvva27FAlcQCsAp5FWs9sS28BeMGJ5MQQem+lUbJE\
      y0x8Wq0rQsHnAQ39qry/3MPV5VUv8ZHsYUnT7XLPt5lCldqLw+jfkUHMeoTHG//9hrNI33y+R9dTVRM0pb3ttE1ZaINmMLc504wP0wDrsPSCyu\
      GvmWWylAGiCHiGgErmmtkXkNymawXTxQdhUfOej4lq6o6yNr8xJ2xJmJpSTBohFDT7No5e9CDHkKc3R6zG2m72irWYwKGGdS3m76Vb5K9g8upY\
      Zl3LU4njfJ0/mbdCKitKAGF71L3yQir7qF570M+8XgUSxhri/KBzuXeFgU76O9828N+TsXLUCqmxMR0c84o82Qeb3tbpDQkNbDs1RAiucmEhgy\
      uWtEcsw2b74BmqEnAAgrV5xlR9JmyJv4Xfsz8up1B1UXsKCUDxrECfu7emG0wP7yi3JDiYgmW7yl6Bq2e+mVvNNWK8uxTwwewVIRJnwGnQz5Ag\
      C+1v6QreuQvjUyo73TVRF2+ysMV10O6kJCQ8rkDuqrLtrCeU9KwmpLiwRGZw4OaDXkC2zU05BEwXGXHXoIjeIcT0FDiRZZFxBRTS8iSmtrMq+f\
      Y0Lh2W/XpWktVLQ1rToa8r3lTCHUHfeJiFojRrMhY2u7qv2Myjopf75TvsCFQq0SfqrfQzCPiOhbHGMqh69HHmkb7HhTL+09+UrKL/Er5VovJt\
      rD/KNm9dOCMdC4BU544wl4ZiQByHv1ALDZM+SntX86Fp59IJ6KwacINMwYxpuIaKVWtSPZ7YVQTewEkHCqTCnNbql6706rK2tBjspJkF1o6rvv\
      ebnXUev6OPqsnym0DXZ0lBu4QFdwRQUs+P5OQfD9xWbBrF5ocyKqqqyRP6PMltjks6EcN1ZT7i46TT/0rJE6Sl8fEfTS3Gpr5tNmGK9x+nG5ZL\
      mXgoRjf7mdlnIpFI1FReU3reOn3Xwfu90bs3njH6nTntTE1ZYSZhLSkXtGWptW8TxS/XjEMpsWW+eqgMmAmQmArYzaPqunRDTf4Wpk+SFERClB\
      sonDijBut4bch1u/F0JptkNJL0N6WOqQJg61hcMVZ3H3RTLvZTn+W60vqxW871cxx+iugsJkiPS6RkPKO6xa6TxslQybz/jUTJuSwQzZpz5Rjx\
      B+l/JHE1e4tAln+5nSs4iIcsd7OH8tM03GtEqWdl9eoGg76aPCc7+nzkV3Sy9DFtiX1cuQp3Fcjd4fgZYl+zHTJ50MGTurptSy/LcvSKMh434J\
      LmEdNDOTUdlT19q67nYGmoxN/EvO8AvLQeHOBsqpy7PrAi9eTc/deuV0PXhTT33S/bQyzuz/7Xqk4bKce19gtr235uqX05GaPfRz67T+ROyIYq\
      iRwUecYZTPwJBG+UyaVqMYDWkUoyGNhjSK0ZBG+bgMGfujv7XbF0f58NuBHhZeo99/uHK8GVvZ1mt4khB+O7mWk8S786Z8JZIk4bbwNc5yHMdJ\
      yg1+wQezloY4WXo3WZbE1zJ1CPhqfwGbkOM4LlkE7WHy+r1ZSQu3GiMuqrTkZEKugQjil6sw6KaL/RmNWtw3AIBoc8UNznLcMgDI4tqq9N7PDJ\
      ZaV/xBuWZHlOIt+8VbuX7jBgConU0fSr4EADRjPeIFMyXyUgYq/ZNLYdWcr6N4J05veUtUAXJwsFALDWNFUJIoL74D+EUlhd4LpZach6NaMjwj\
      puYUCp21K3Vds5aNbSoR0UwL8/rKcrmkEVGmghpFRE/kdDP7U8plrF2Rta5lRc/EQpW1f4lqey/zQYdLv3+wGll6zousU67HHzFgvwklJl9OzX\
      63v//jxooKscr/u+ORjNZooqw7TRO2KoHsdverbovOeXXqO0dGK+3OApczoQxERGQPIdSRVx/b3qu8+W1OzLXf6hiGPnukhd2ZappVuqdvAkCr\
      OlsooRoxC1idrPbPaxxKybjYLrnjG0WN/B3riYhK+aq+iqqm74ko07Ka3jUs7e8m9wr9Z3TdP1PU4aNZF/UidEqW/7zvX1q2GnANcx7if+Ivfw\
      +Pa/A7amcWUj/eeeJgkWrRctQtLC+9auQ2C/9X2rSmt6hOREdw0kZZI6fXkcYxNXI5amUSERX0xjBFjWxj9dutnLg5sbxvleRf320el8tTIvp0\
      1EDyRv1rt7BHtrLf0ZxK7sogy6hvXPuEFwhT5YTb1+RdJk35cqeCyVkxPHm9rEKaflWh7lph0pz7y9BEebUD8wormNs4HCxSBdqBuRIDNjwre1\
      Q+U1qr1jfXrwF/lm/Mg+akzlRbLm6+6U5FjaQLDQA4TeYtKw5EhwdZjzoDzzSu6Klf5Hs1oxyseh7O18CgKTjZzxZlJj1l0mW2NtnBv/7TMoZo\
      f00b/4MTQojCuhMRZTq0JfoLR0R9pC9vxauUJK/Q+nEPLQQdYrAoL/66XClJPhHdAFQ8b2XnWvQa6YOQFO1a03Ndv6Fo83nEq5HUxjKSXyNLWS\
      qesSriFFSPhy8ApNznjVF/tt9bUVLhVHNk8MaVWeKhphjK2tzCe5LbyuhNLRUTG1deIRXUB67xmph1fjP9QtaoaA8FnY+uC+VndaJjKZzqcCX9\
      YYc7AKRJALArqT/Q3XqV6L6vz6jKkmpnWujH7oDUIlWhVDtDTtCiUcZWBzWz/pvT1nD9GGxW7mSmXPaKZ3RCinz6sb+/79WMqF92dlGp+V7u7i\
      wJOZUOaRFLmuja69mkp6e/1p7O+qvwyBkxA1yVW1p2HprWm7VNILDB5XRGxsnbQG54GQBY5dwOKNFlTwI7QMl9PmSVahwvTckvvIC8R5JVhqsQ\
      DnYieIA0pQBAENEh0ZBIj+WGb7qsDyvQQW9Q2qaVndk1pCq91t/llytZ8YwJsJMbcg02BFu5/hR64rVKz29LXGaEx3Vbj6IX1sLSnP0KxX2kXM\
      wtLXlX99GGzYjMAAJgYsYV3Oj4oBeAFyfjLTiOW5ezQfAJ+yx2X6u8qpx1vtDSnUSFIj1NYNYFA9ZIs81dN/TN167n03zcs28E2HSz8fxyZZ+V\
      /Yi56+osN2Si/L0pfihlfnYL0yKW1DFqo+dE72Z/p2nVzNzSxvNHu1XRyt03uRCs4XrcBXpHN7KWNKx8pvrBcU0ArFHUgtXiDNOV9wzFmKxC7h\
      o1G22L9EBdMDbbkJbc1H3jVzpYcnCiXxMB5D10/znVVSh+zgEAjMnvrPDsVEWfa1nR83ZZ+SnV8r88m/Zuyi8mY4tcUqtexyKnvurn+tWxAg19\
      JJ0e6Nrz3rinpweouowZJCAPNtqfiCa7g60r7Aly7XDkFwAFa2VTZep0m2kQkRc58l1pZVb9Ay7W2RGX++bMyPGMVsa9hdXfhrQo0vP0DzhXe+\
      u7vMRL6w2zDdNsY4/NfbRbMpQei7AJJX7mlcv/YqOjaVmXO61zGKcYtUY6yb0Agv1+wCItQ9RCqWmn+9vC42Wh88gkH1j1OprPgiOF+7GirXsU\
      CClhAxU/hogcNOt5G578C/XsNIoXQRc0jSFVnp3GsYbx7OT1RPdcYSHsmFGr4id/1EpEU8Hz7DxWeHYilJ4dr9tDK0hK1N80jvfdHGkqdWh1fK\
      Tmz4bSC+tCG66OXutXePOa7fJH9MYvtA0HXcZt6Z/JIKsg37nUwmsz8x/OseXhPqrLstcWNXCwKNNk2SzGrSz177MvwqmIVcj76rImTmal2mw9\
      UbJI6XJhqf4fput7be2Vp09t/sGFd+F3c0Y1G0n57++FyF/Bv6B66EtN01Wo684y37X04d7c25hxwBSflqwauGDUB73hv3B0/1KzgIpV8sbKxz\
      9m0/Lpk5L8WwE4/UHv+JGTrx7/cSwyz7vVdz6fWH20T0HQtQ+61mtk0RWLOKDFAg8YDWmUIouR6mE0pFGMhjSK0ZA6yHyO4w5r1YrgOG62Ptk/\
      9+yjg9YGLlz3LANraP5//FduXEethjzLcRxXos5aBn8/M1hq7f/9GyVwluM4zrbGMv4qzNuRAbZuIUuUa0ppvIUOpV9nkZz1dpdTRGnqyt2Uz2\
      F97OUOmsPcJAC4wFlmAEBLk3hgHLcGAAoaWSlC63Q0ky1FXDBVPZWZ8o47Cn/KCr10fqcZDbmgJI0aZcOPzvnAn+aoDdE6OAQU/j5+8A8FR0sa\
      LvQK/qBSeuggg3ord7TyvwQFuBCb5XEqvla6TEfIg1YpXabvzeoTEf1ihmNElGtbmYiyA+1eE9EsVaCEaGe/dCLKKO+sisOg9PjYPlRA80SxPH\
      60z1Uzh37AD+6mCBz0BTqa1H6vefJ902m/1gn6ejZyg2apFKz5/w7VYrRlAbkvN/oXWKlC9GRWhIyjBelzvsc3djFnruIq9EWzC+/jz33/PZPj\
      X/iLuRYbMr+0k4xn2UcVfqCueToRtWjtNoGIzsssfdWsFdFNCx5HcjuGE9FIbBc9xw4z1bsVG1L9xmM1hsxtb7KctlqEZPxrT4shDZmJb0hXQx\
      I148WN4XG0BrLe/BZQhY6pzakLrqLdkDRJZokU6yqqEAg4SpRrO7t7PSL6Rc4snYi/sgLtX/NjPXHhFMH1Et30stVi0mBItaEA1Bgyv4fFNiI6\
      YtO6aIze/L1t3CSVlwkMudzXMnAzU91nVZa4drvPRJboKrXrFsMYMmtmgKVDJ56WLNDkSUFIii5Su67RqoR8Q6p4s00hXxyJMlVE0ZBrfYEHqr\
      eKR/oZ8jnXhojoD9462TGMJzqPC8vN04hamMgikmVXkfZhd8onupV56+Muilf20nUYaTIk9S2riyELBtjKqtFFp855RTHkFVnrPpUxpIw6wyOF\
      ZTcEACZOQWIZAKhanmfInMYAALuHGg0pS1ilvMiQMXM4K1UcCT5HK4ZnyLjFnLfqCW9KnIZtuJNfdENSU9O3RFTHIl4VEcqiLtEvNrn3cYRybR\
      V82uvmEIReOghnJTNVKSmVW+dpNuQOdSGw1PWR+sn17qfiU476WqfyDWk6Nzp2oZmjihY7G/4H4mO2D+BHbEGz22mn/PlUvl/R5kp6zK+mvPBk\
      71ULq6qEX9xJOxMA1pCiwY7ERVU3XzCDHbfz/LAbfZ0Ah5EpRTbkRswmeoBuPLWG5mnUogVRqXF0XjmiSnIVhJ4jGoABokWSVlVSSbMh1QSwMq\
      QhZbIb4XxDDiIiGo6jSqiK5LkwSUWHJCK6zTdkdbdcIqK+VnmaDOnvmEJEd1UJFfNIm9qreXQ7HkeLc2MGuWF1eRcBf8e/3NVmcdsCzRMc2b/z\
      eXPWzvZrgNXgxUBDk9yzeedDgEYnEaEkGw+LKT0+ks2uLuoK7zDi1oESWsbmtk33F+v8YG1DBxOuE97xseayP6rI10+qiBZxntewB1CZH/f6QZ\
      Q5x3HcuswETTd8ESwFUMmVdQiMJkq72J8/QVVxtMopF7pHU96DVrMXshmW6bRhwJnTmm4phSyuaSxUAYAlvR6dz19fujnfkIi4khYChFxNizCV\
      dSbYtmnY/uyvtbn1F67dp5283f5yTDHacV7/s8kETSHJABklUPt/lL9zNK926OTZ4XG0BvJgU/+dvv8TvRBHPNN0xwD8AwA4iEoq8GusORTdn3\
      /zupKTEVY1gZC8iHPVZSZ/N7TC3KoTTyzX/BL3j9lQQ/urbkcHitGQK12OJ+bRXhYMl/1RBekufztS5Fy4mgzgDv+dlveVjzo8Nd3R52oqgPvR\
      rENARBPK8EftI+8zL3VE1ffs9GMfr7nuNvrUm+w3v0nYAZWwj8wvi0EPMl5MN7OK56FBJVpybAioJmb1mhJRgVMjjJGNIVuYXSHKrW7zTFP212\
      3mCks/T93IJrh9MfaR5T0uZSfu8+IXbT1M58YIBzsBBxNEg507aaeZwc48dDifnHZ7dn+Ng50xaHUv/Vwg1Ew/GFFwtBq9FrLCQkzvC+J2oXWB\
      pjdN4bLGmWPgpUBzVm2afPjeEfLgY0tk13csQgoKzz5BtXw7QaMhRaHJDWlIGU+xJ2vIUOH0I6teIdOPKsz0Q87XbKbRkPGeAFDFt45wsCMQv5\
      szqtkAFcJF9Xt+wU+Kn9sWNvEws6+3eI9mxmezS91dzRxbHeU30ugtwQBWrQkQAgAhMGsAAA/H1poAAIGTTy0tPPNXb3Vs/dpnhBdf0zp1gpdl\
      xRUjWHDIEh+LwE1hKsDy+LSKlu7d1/CZBGe6lJCGHuVz883/WRxsLQ0av0bjHZ3OdC5h1/VonD2vaS1UcrvoEmL445N5gJoYn8LjO04CBp5+fH\
      g5qXJ9awq1ZrYpd5X3xM9lcav9DuLw+cjg9rVMzn6nOrHAyNnRJHcrK37dCfzIihZ0CwC6bDcyBD5xWdnJw8JvykYYa6SR6mEUoyGNYjSkUbQa\
      Ug3f6wAbxasQSLeERuHL8/YlTfmbdFvVEak0sa78l7FGFiI7uAMfR0G+3R+vLRoEZd4d/NBAhmzLj+JVKGSUosv5ck/ztCzWRLyfSheMNfLjlo\
      L39X21btm17YQkPQ25vqKl/+Yi95EymcN9q7Gx2MCFr/CzbnAbt76wdZ+tgIR3RPyw0haeQ+PYhL+Xk1Rmgnq+6mZn3z2WT8zewIWvDrBgDrnK\
      mVbRxr3tGR4ysSvacYIIRLO5pwDgr+qkDnFLAAB1XZU7w19yUwC04BYBqC2LOZlX3/YhgD85FaMinJMtt9csrQrzIGdNdxEYErocP2GOgqJ/I0\
      Tr0QcAuAiVM3Y/E+myMGg9jlH+cFXsgsK0ugGA6y0pABkPUs0dk2UhRXyTNPLQ1JDOZNn/wb/jMAAAP1CF7GjpMKZcs/CEiKiCalUpzy2YiOgx\
      Rqm0fBoQZVubtCVKMZUz9SLtq2bSXauGKk5NgV9FIqKbfBqd/PVOZV9GMr5lgZa11fjCnxV+DGt+ViH/MAGArYujk2bQH3o0FdndVqzW6lbf+0\
      d8dPfokJaP0zab/CaDRHec+6TW5bQrtZ8xofN2z42OXWj2gypozpxXzW6nncpmQ5fsnPeOmOhCez3PpscdCuEhM7ZjP9FaLeU07X3tPoB14C09\
      Nb2UjosZvU7l4VR+UxnkterWj5k9rDaqmkhuyINzAP4yG8ivIET0zVeTmDsk/QpfHd6qm2TbfSZcRNQQV6vAH8JT0g7UfaKpRo4hIiobWPQaub\
      2RzT/atcYR0Ut4ZRNRExcZJLpjResoIoqy8dXIQ1NDOlsvZmEHtRB9r9vFp8OKayTdwViiAu8qPK2NOEyTS13BeRploqRjD0U97GGWtyX9iDLs\
      OwtuMeFLdqdCCLiWSTrUSFrhAP4ZgMmqaGbS15pqZEMA8E4reoUccPqfNtq16gEojRoWAErLD5gW3fFFFVcArkGRfN+viIemhnQGNBPeb8mtqj\
      9ujtOjfQmstrEApyN5FRJNcQInmlR3OIETVZVhfBf4nh/CnHjt2G1bCnYkD2WzWxyxXdQjWlvqUhApOyDKtFydkHpybJCVc9gtT02DHVnkTz3c\
      591Mp2Vo15IA4NibiO9YlLVCtqSis0Qbvphl9bfXSNI2zCMAYOL1hL05gXWm/K1brhVPZFxqahJyPOF2UyV4+xXustGrhmZswl9+7Ce1cc0BwX\
      npEe967t6gw/PlfcudyeIN6Oxv9Xcs0Xj2jYy4td7FM/3osfl0mzQYQnxuRQOIuenNN6iIh6aGdKZOrNpMP7xtyU7mMUVhw0oiEkDkaz7Wy3xd\
      5o4WTIVven1/TjM0O3+IlIZM7eE88+xUJrM6QSsfnRnMfIwHpx2yF3V+03FPh5cRldyrAb/mSnSI8vQv55Fdt19oZZCzCDpmdL6Wcb1TOuN1WD\
      0vNm7RCseGSqB9Upe76We6aRmA1d/4LOftYfDPHXBAuLDp8MfEhxnnOzH1tmTrXRtTwxi1pgVTy/iiafYsM2UxBr/cML7rzFNslbz+nYSZ3pwf\
      /o+buGweSNfhZWTAXb/pxzEiomZe+kw/aL9lnWTtWkSyXZRh4EH8OyqmH4kaeWhqSGfi7WvyxtLqIX93iJVo+kE1AaCuLzPa2AmpHRvDPNEE/Y\
      jIFXUVyEqMJ0ry8uCzOylNir786zfyvaOhAhqUkAWldrDzQHY4dpGkCDVSfS/Wdu/N5kn/vkbanRvqYeY++LwDHxTx0NSQztR0yefDfC09e1zg\
      B2aVbq5iIfK/trOx73uQHY60dUztysYwdwhCUwBNoWhZH46oNxWw3xzDsABtumEI//q1+ndiyvbJhUgmzPWpkbrJJhz+wBSxwreKatvg+19Izc\
      o6qTl5PsjTViNTxmBDsdXI1O0oY3SVFiq5i6701Ukx5E1Fs6uaVRrbzTWtX+QS6Hjy7I6uKF/RaK/CZPgy2A3QSXMRTidq68IkFX70Li5DwqbG\
      n0Z7aXj55X9z1Emx9E6tKif1K4GRRfd5iHE90mhIoxgNaZTP1pBvuC7owr35rN4tdfJ+/REYMq2cELnQrIRdWKSm3BIduwIAIrjFKlAN429lJU\
      td4v4B72dUL2FbfYbCnTuf40rUOqznowryiuQ4juPYx3ncWNr8uTbz/F3Jpu45FvPkzL3+J9KcfOm41uAGySPKmHEcN6WoD1OD4xbp6Nl57ysA\
      nloBQAeN/oX5OEtEBdXL5WhyXuwBoG4LozgQkdfgi2nvLw7xUq2yvv/LKlEv14swL5lPndn+nuM/PXlKYK7mfF4OeprQy0WIpk+zTBUuZpe8p7\
      VQGYEABlOzyUV/nkoLhSHMdDXkWPR8nbR9tMbcs8vWKiD6G7s0eqFGYVOWLmV9WFrO6okoLYux9a63Gwec08eOorzUxT0qVUD5JW+qCWwl+Ojm\
      VBRotITtLn1KtQKGMqQJgMNqavb1UO9nAfOYcCM3MNfTvst85XVOV9nkNq3JESVmMevyJmROaNhJY7sQDIlOC+WDloRc/NKd4/qFLJCF8RoYdz\
      IrSkvcksLz6shxDk1vKvJSI/kcwJloP/Do+Ly/BcjhlFH947UlE/P2cLu4+8j9dXYl4MGYQ0xzbsrGzbcw6bWrj2PVbR0v8xbeutUdl/nr2181\
      37Srf+d217SX7VZ+xyP1y10ooLXoknYXAM4PqGAhTnjvT+DQEa15AR3oqWSQIi81UsV6dups+8rayrW17+6aQkz6XcpdPV6/vUEN2YqENTJzQN\
      73V3wf/sSs6OSbCRayVvuFbky63f34n1WUUBB34fXYOVSLO6vppj3N90TXGqH1FLizbTG7zmIvDgDanAEA302J90UHr51qkIpV7XksF3UHHZ6V\
      HVJnwpkp8lIjFvsOeBzZxywhRXMcx9VEa1Ve9L9ppxqIkibNs66kx+vvZrgDhtS2v3sxQNhHjpap/87EhSt3MuP1KAkTB4d6wuKN5rXTV9hH+Y\
      vNO2rrBaauIh9FZN5l04iIrle3rLhbECdxs+XI/MlmfGKrusOAp64i6gCgxRNFXrqJOC+ZOeP4Sk8A2zrhWvNSw9ujHaWEfWQcautQrjAAOCPo\
      IyO5TQLrPkEnXT6CHd81tvL81YQ9fnokOrNN8OGLgmTmOA+TEdP2aIus4hgD71vy33FOAFDtWtb9jtSYr7Smz6xFP8zbzSe2uvIIC7y8gA7xoZ\
      Guirx0E1feYEcWRqASERExx62WI3p/oZle9Sj0+fEa+qRbS0TUQNC0pqg5d1hEB5hPwZZExCyDd10Skfn2B5P24DWtXB1s4TiNTavrkNnfp8HD\
      zFpLYRscwNhLw1+kHZkNHGoIAHU4juPYzXwEDuC0cvAaHAAAp9WZYxV5/WeSy1zZNBVQlp3poj65mqk1ZDns+VJ72rTzz5oAwHnVkvNN4GHFr5\
      mdGGiVLCzZ8oAJ24YvGu+gJf8gk12dz06vl9noV+ySVAYANY84wDrs5QK7jsu+0Z4XAOnv7XvFSCr/VzZ8VQ5IeV2yWPImosOirQbpTtzoK74P\
      fmKmT8HCYz+7SHZ+7VDlSGvrWyxzSAd+UfSPFoHao00/9JSHIj/h+VBD1CD7ebTS7JhB8ipWmYXgG5mP2sGHpXd1128eKRAQ0SGI8tktW3DmUe\
      IUDYBqCJTVfp/MO9EuosiGJDotDFlXiDfmUlraJb5nR43c/YPo4GHD5KV9sPNvDNkAgHNrINfwhiyEIdDx3KzTiWUHtdZUly3lYS2t9unREGQ8\
      0BwcVO5RvL1k8BP4hd6WatKqVAlobaC8ilcWTQsv+1f+perFcKppYVSPWrvTgp7ygae65uivnXMwYxIArpUOmUknGi6Eml55uRqUQWG3FwAS9E\
      i58Pr6j3MZSxK0NcS4iKi7NNjwUr8aWawycaLRMirZIt/kokH+/pY6uGlWMZKvPpzMHvekXLFlbjTkZyKfKWfnaHnnqUZDfgiZ4fhIhGU3bCHY\
      4nKjpOcCFrng7rPukhWzZDif25HHsesRqT2X39z0jx7FympdR7zL5llJ4Ufxh7uzIBJOKy6ZWdZ95TtMnPt+a0GZKMzHT7DZ0zYQE3U7enKETf\
      tH/X/ge3b+E5npGyeEejUXxI9/5HP4XZXVDBQ67koj27mCyNfbc1GfgS75EH0/Xp9iZbXpUiCAEisIHV9bKr6M8L4toAgksX6VV74LRAQExwMC\
      ZES7jCXV2KgCNpVogk4H3b0zfbrQ1feJ4vLz7CPjvPf6N5vU5/9Z05o5xkfa6LJWx4iStnXJ4kqhkIpOpoTUS5KE21J8UMlFX5T2Ep7i2lO13C\
      xzvmctDXGy9G6yTLmV8azi/8kwAPSj8Jn1hp5yHGdiV777tlz+HZcBQBbXVmnIUVu3vardTBul9CrJV8Dzvhlas1DoDaUMnPuegdTLxmyrVcUI\
      RcMxUdD9Rwu3z0QGjzidmPMyYvi4T6HGUeqTbd1rRfKQ6elsjcxbPbGm/ewSG3XN8dfEGRqgVjZzN5dQr8XIKv/vjkcWG0Rrq424dkcwQMkdE4\
      cvZR1KHQDZ7e5X3Rad8+rUd7x9VHKOoD0MABlSehOlPVzuc/NLVZ2sEbOANeS7XD/AtOwrHbN8PvW3EhogOZ2M1eoh4AED12/2H0Brig06/Tys\
      L8dCeX9KfmCANXdrX+zqYl660ZJfPolO0KbC0BsB91XRXTrUmR/PGNLN7CmQ/4LhRJ/cD6y5pTa/oa06aIRkdDI1WmwlMv2qQt21BcUFrTbr5d\
      NwA7MUv/PdQBemCDswT/KJDWjspoNHq5mTysR7I/rG+2ryWJuXzGKh6QpaKj2mhhG7QfpGM5T4k3WsABJLpkNbor9wpJigVJv2RKsYljQ1MH9F\
      imhYNkREpSSi03cV7Lpgg0CjxdnrCT1RHCyfgCpKrenUxjKSMhW9BYgyfvKybXCeTbrGfHz+j+Z/i2hbCaV+I6IzklAWOtXA2n+dik7GaBHR1x\
      BEYNuInUSp1t2KCVopg9rxoFv4mlhDSkS0/4/VkLKWZDARFcCbZ8hbJmGMIdXKkRLDaKnpciE8oHY+0bOmPUNZqPeVtDncs0K1+kGwL6Kpcw4R\
      9eWdsWxQqJ5jNhH1NotSQQNNnxApBzuF1sjRHyOkMmQ8UyOpj8kdpSFN1FLT5A51EXJq/Z8mSP7mb6kA2lDDpo6lTaFaz21smWxenIy34DhuXc\
      6GYoEen0+05DhuY55qLTZ5U74fxzGsp8pZ5z+RrjH6CXrLtomcBD94EKabjec7BC4SEVFzJu3atsOXjBm1WhDuMHvw6CrI6z/fUwABeNF3mUth\
      WptP92C/iTUKd9Lq4oFEP7BKHPswFGOyPrHBTsr/0JZ/7T10/znNvtbTpr/T0hJHhfD/ymYQyRirvnyI6FqZPwvVOm4RwJ6Lnl/aVtbUdlIGJT\
      UklOeuhC4oQhz7WsWSoGnNDEDV7bE5r0+PGPeRN62ywU7Go999UCmX37RSbIkamvvI43uJVou2lz2wVAwNB4ey0FbPo4Vqvbb3EgxhD2Gg4seQ\
      YoD+UUGKmLwHMFzGxpfLX0REz/zlV4OFYxblB/CvIEMaUi7VXhJjSJoKbYMdNVLQsDcJDKmAbAHIYxSLtEZCuCuiCy7Jq5OXXUaxQlI51NosUm\
      xISl/UwMGiTJNliZ+CITnbct225pLAkO9dFIYs/tWP1odflf5oe53cxhPa4LOQ4l9Y9sXotymnep/6OJ+/3uzPZBmr+Gvkg2rZAHCs+Uf49G2P\
      OE4dYjSkjnJx3A1JpUFdzGCUT9uQRvk8+kijfEhD/uQuXo9Mr96Z3ZOJs85ugqX48JIVth8txUATufB4rq0eRXnsMUEMbiwhGCXldypbNZlB8r\
      gGGM4JotkucbzxEb7t0wEOo4qrCVQE0QlMEUxe8tt2zGGRG15nnlfYwUDN5pypXWIFA03AMcaDors89lwlmlQ5Rggms/165kyrl86HclGfhoHd\
      LLff+frHFy2bskrtigleWzx54z9+tqj/7tbZk8qauwxm1mV2mq1ToxhTuj0bDSu3jslpVuWWt+fuZxyT11/4i2wqsV+qA9GMYXoUNb1B1TQ18C\
      9WEawhU2dUL2HlP+odf23WgJAaSfhfVVubelvpqkOsDFiIzUREdEe1TVZfqIOpbHH1vEkHTe4S6gEA6MJg660uig3e4AtBnK5JQfPKsCusA0e+\
      a2fzM2kxZFbJPbHBa/T56FKCOxeIwP2SQ2yNfCI/6sb+lMopZEBIjdyUH1AyvOogMrgho5390okoo7xzjGa/l9/FzMfNwG5EX+Em4jYMbJDOAm\
      ddImlgd33scbKC3Yh8vZqP+MBJQui+4y62ac2siBqHUjIutoOD4ig0Q0L0MuS5rBVtogiyl+SJGodSEo83glOG4Q1J2zGciEbKzqrkOUNta/Nr\
      ww6sJUqdw9f6lAVEy1Erk4iooDcU7bchIbrvUvoJEb2tIFW4lGfItPJ6WipfoyENST25cIrgeqkhcfBI/etxiMKd267jneOXv7eNm6TyMmbIV+\
      yQu03tHZQ+1sui3CwZZSFrVmWJa7f7TJs8M8DSoZNGCERNIe8yo0wVoYYMCRHdd3V/SG/87JTdT01EEFFej2rXTesXhyET3cq89XFPFC4pxMzj\
      JOmMIf1C2HgRMmtP/eDQ4loAgP5ERNmyKED8CBo5jWUkuocaIBCVslSQV6oqInMZEiKih+6uh33tLyuv7S3ziHK7Vk+giqbpxWBIOghnHFSzNv\
      QFrjGG9C7DjJqvdz8Vn3LU1zr1Q0Mwm/M683YrXCCi2fA/EB+zfQCvXL+izZX0mF9NO2qAwKeTNcVT2Q9DQkREjz3gcFV1aVWKKLdLjUSiJnhe\
      HIakARigbpGvGa4zhjxkb/+7qLfZLVpALX7oZyKi92ZjiKiK5Lnw/9XdcomI+lrlFQ6ZANJkxXbDBNjJfhgSAgBTM5jygi66JeTndnt5zAFIhK\
      XCwyRjGOernIZ6QwDqoq7Y9xE794QVQ15Cq8d9h/Gjt65t6GDCdcK7Dw7N5jiOK5H3FMCTKj6iBaQoc47juHWZCYVDJkBgtjxwXMxdV3msPENC\
      AJ6GZB+2a6rymTXKP9bt3TF7IOZuCTllSwrZob2xKvvrDamVXznOZSyNFcS/K7l40Z+qSK/z+p9NJgC8AKQfCJJLBoTH1cq8b4ofOYVDJkAofp\
      ZdjcnvrGSYGQ4CHoUURLSMcGym3Gc3wrRTzFE7AGPy28hjBwVAtpn3IJRhT/WGChOb2qsni8CGUEXyXelyPDGP9vL//UGgDZipYBkB5W9HCstY\
      3lc++fTUABFl+KP2kfeZlzqq5n6GhOi+q6ds+qEattZGwK6ozEsdYaWYWuaXxaAHGS+mm1kpicZ6Q3K3ihYizHocGr03+V0PqPj05T0uZSfu8+\
      KnLWaogsel7PjNJWE5/3lW1PE+u4hoNgIOJrCDnXnocD457fbs/hogENFjhTdG5bkzJBQZIuOgRzVWWG2Hs7xmWKsOgQ+XdZYc7yn1hnQ1ZEsA\
      cFd9AD8DAHry034QqMw++da1zUSUVU88/Wgh+3czDZDc11rNRlL++7eMy9RwkFDyvDfSyZZ2knLD+OOzm91dzRxbMRuH9IZ0NOSD9lL3rrwzB7\
      IneFlWXHGBn7aYoZyp5SzdB8XQi4Felh5fbMwmIsqcVtHSvTsz+89dHGwtDRr/SgP0nzAEnpc1LgRrlCtfnyvxKTAEjHbU9oJSdhupHp++PHJ0\
      c2xgJF8ZyVdGMRrSKEZDGsVoSKOIDPkP11Iw6PH0xHxuh2rm56kusJv4yNKJnOA8TPUntWbUtbmUd/RnBpstbfF6clc+8rJMT3U37VpGEBV6Cj\
      eeBbKbSyekBm/lQ9FcRzXhfnSQ6PJtCtTAA10E0S0Xcd+yQBbXGEO4m4J06VXr8wNWbVCz5f8wNwX+9noZMmbAsheLNE9swo/OEaOiI0vPLN2w\
      +KwOd7XebdWq7Mpg/hvKnxIxuvHKUXwtr/CTM8Vpp5897sUAFxZuWM6ymA/HvLLwtG5nkC/d9bj4WDVgya6j7ILYnf+t26bDaQsUZnrQpniqJB\
      EVtPqR7qs5/5IlvjntF0KiI0uTvbbTdu9krUShzDDPLs7l47Uzim477xYtwjoLjt9IKbuFdpXR75RXneSJ299CKNxBwJrMrLSCwl3fac1rSkCc\
      wE94zECl/G/mkQeaWp9tXv2k5Ufa3xxpbvqB7rThK0NtNzQBkP1LJYlj5wdMLyOCDnB7RObQF0LDcR5f4MJotrNYX9HSfzNfK35YaQvPoXHFBQ\
      HAj1w/pkcf6GEZsOFOp8eqnlt8Cqu+UDi3EABQszQTAPr3cpLKvCilarXuhpYy5TiO81ZBexo68Y7HBKAbR4toP0StnN5QRpDMq3SD38b0AQCO\
      t9Uj2Q8A4JtUPBAREY1GGO/qrexIBpdRKkjNmY/6QgV+FYmIbvJpdOvRBYD8FMFCtSIVQx8vJXRCFvBG1c2YAEsj2lxJj/k1jTeIVAMZUn69We\
      VEasJYWsIHty6OTppBf6iAuU9qXU67UvvZzOKBAADzaS1/+BtV63L6deeYdsXy1NyQB+cA/GU2kI/unhsdu9DshyxNWrOT619Pv9kIO1Sj7pO0\
      KJ4UR1rKa6QuHC3D1shAq1dElO3oxf80xxARlQ1UQRWto4goysa3eCA1x5d5Wr2lvL4tpG2LpUZSgqQfUYZ9Z2awM4iIaDiOatLysYkholhbXu\
      D2cO43tnUx0Y2jZVh5WqU0AIuAt/yRVkMA8E5TAS+quAJwDYqkYoHUSExl97xeyftqXi6ehsix27YU7Ehmw4k1l/15rknrbdVSAEpW54USbrb7\
      fw7ccHawowtHy9CtjLwx4GMSQLAYwxWW0CCQK7+JkEO22aHYaZkVW8B7PwQAmcwr0xPC0IxN+MtP2xm+Yi3TPABA7ntVuU73TRSNWnXiaBlUyt\
      96ByD6ZjmNJ+r63IoGEHPTmysWSM2otfb19vabzGJullI5LksiEkAk34GlN4Q6QSsfnRnMFiFc9qesJi2/O+8ARN0qrSrXVJPDqfQba8ivnnW+\
      kJJ+Z84AFaoGMqT0yOxwOf1qx/QeGrU6ZnS+lnG9U3rH4oHUyOjk66NyrndK58VQ8sfEhxnnO/EbCr0hYOj17yT92Huunhcbt2iFY0NNWqGZna\
      9mXOuUwYtKnVOQllMg8OzowtEy7GAnU3bQd7V0kYujmZd4ypBYPJAamSyLhuDCJznVBIC6vrUNAVGaFH0Fnp1QwfRDnVaarOn3ilVB8sH2BGaj\
      qw4cLcMaklJ/LGNe+ocU0mhIih3qYeY+OIaKCRLJa+mNv/3NXfvxXwS9bGdj3zeJP/jUHyIaiPNCF90SH4vATaRRixKGe5q5DWI2HP3Tyt2Ub0\
      gj1YO3MnG8fXHfolbWbR1cdEIt43pk0cSmuO2Yu+hKX0NpCcUYWOzDyfBlsBtgIC1jjfwvhauww9FQWqJUxj7y8xBjjTQa0igfqSHXcbON7+Nz\
      MOSG8KIuP6YNc5eU+z5Jm9rv/pIKS7X1xSZOX2cazfEvRLU+580LriUzzg0thJ+OAIA2WrRkBMmx2iI3MdGM/q0kWmK9nkkXmIiChV3BoU8h8p\
      Uicgv/cGmdDPkaLicyHteD5giPT8w8T2dGuJvc01KS0xae+QZ7rKVAY70S5n8HoG/Op2PIhZOEhqz+qKh5HMFsIlrDO+xCnYzHTiI6gB+1ZfeV\
      OACN3hLk1Jl7qke69PZm4/GjVdPkT8WQl8x7KxkCMnkgKc9rcF/1dnDo+LKgpJLj0tr1d9mKhYeK3JWJcgAeQhWHRR2dLMKmPYCW1ic1ZQ8AX2\
      Ed/zJScQC16oC0mQ5f3AawnxvE0wu1lJE24q1UVJvrN8NGCg55lRe5w1HVxYWWKcL/5ydt6YRme9LzNXZHF1okA8hod9RgHVz++YnV78t+xgSO\
      icgtVLEgm7lM7l52hbKPvDX2FRGN+4NPJ3MFgGpn8Fi5hlHf9AkRXcJEfsCm3XmvF1n4k0amSknZoYo1pZqyl4UatOVHl32hdIEqoelA6WzKry\
      zhBQJ8Y6o4OfIrThmS4Fs8JH91LfX7EInyxNAL0mpijnQBXcEhKtDYtF6QBsURUWpDyRGD1KrYdT0dYdZQTm9ObWYBaegqhuz8drCLpNKoY8nv\
      99e6UwjjCHSwLzeHqMCfz+X5Fp1eRTVF0+q8vEwnEdEAk0jGkGMBmyuaDamMeJWvKXuijFISrBN1dWyzHdsNW2kdE9hhMbbKf+3BXMV6p0MI0Q\
      I2Gp3iLl9I5Dyni9KaSepeq5p2lIUuSmvKljXTm0uO/lsjFlyeUssELmFbeWV5v3uQJxA0/qyC+pasctnZvS7UkEQNqxCd7sHP3tcmkegOlG+G\
      iKi5L1GKdUsmhNrunzmg6sOiGlJd9vQb1pt/ocWQFGXWPNtbyq9IXfBC/usdFEe4bsQmogQJLzgyn9Nu9YKIKF7Kb6Le625IJqEsL3WMPN0koR\
      RMak+9Io6OfHt2IzM4ys9Wjaq4OSn15JggK+ewSL5SjLcqEr0JgLDb97AhjP9cr6s6AIEl0Y2H9Xx2CeszvmGb7Fn5sWsjOxZoav7tZcPHplIT\
      jdnn/RrUp83xt1r6Etd2x8dG/uTE727hDBzj/gGcoTgpYZVzZ8AxdF98IRMuQ07eCvmHooePVNPpc7z/EcCpZy5xKg6c040e9iUaz7mREbfWnT\
      fZzmyf9Y+U7xDoarUx59wXYj9BlZL8bU+dLTbiTxfhkh1XMuzbh89FS2q83+Vl+88e+WnOfsuLsehfsFHbmxtEi1xGsVAKkIREIFlBlXtxMswS\
      wGDeIa9ZvKZ1nw8AOB2R1lI1Z7aajMX7K0uoaFoVealj5OkmjjGXJuVPqekatoXnVkndPcizys/JP52Jk1OyzBOGuFoFjgpPeb+n1jMZFM1xnP\
      WlaC9OuW+AiKiX184xTMX2dXhPRB2VrRYREbUrdQY/s9Ep18l6vAe8pvU4ESWb85rWCThPROf40w812RdULptHuaUC2Qbmd0QI53mlsZQBOmEv\
      0WgMJzqscE1MgmwmFRAoarHSmMFO9QQd+sj3DXdewaGjtRNEg51Ghhrs/N3DEab15DGmUhqbQ9p5JX+ww+sjbV9p6CPpCHzZ6fpghL6MmwIM4Q\
      /8NsGPnZvthuP6lOStVrY5PEMG38h81A4+mUroqVnZc9kXfE3ua8x+P5YT0Siwx3XsxuhM9qHjpTjAAPMQ9OK6g5v08suamCG3tdwXsAiXRWOd\
      dodVF+e/SNbBkGntzMfjJ2Zqeb55IhGltz1ssOlg3tnxQXITRAf8eELgkIjyXJMg7yNVscIyq7pGCz07+R412ZTPSog8eERp1nxWHREpgvpM4Q\
      92GgBwbg2oTsqYCgAYrzn7+qUyieg2vme/VRtgJIOMAjqylnUCYLLRBIC97MEOqb7VwXq8U9FgJ384gK9yimU+r2aUpAbKVNdyfG16QuyiG/ub\
      QOt6C1uzsn+Pc2TOd+muHOkrDNmvqoWk6rICviGvtrcOvHDWsTkPXF7B0m+p5uzPymtTsAt7VMqByhaMIV9ZBrU2i2ZUbjSUeKygFZ6W9a8oxr\
      GqwXqGAQxJ9KvJxGJyzOhmSLUyd0YhvlbtMl02t+BPP4QqswQqhpZ+OLgbs8koIvm0yFf314e0znNb0KSGcT3802YIjM+fDbMhsbWNUQlF8knV\
      yIt7O9QBxqZuNZI4xf4DI4vO2LQaxWhIoxgNaZTCDJkXKYoUkBeZkByZbXw7/5WIQvqpQcQLMcssrwpnl8ssr9arlc1ie2xzqC3rLwvB6yeC45\
      T32Ip8WS2L2Unw+clp6QbpGS2ImEWXV/YvkQu37F+nnV+xWG6F9nRSsOhe3Tb1Or4Ragmldolko22KIuKQfjoE+QNt6S8Ct/SnDsJgd2uxkBpw\
      zCG1iabT6FfLSKGWQFLMJhttU/xigpAVouY2ZAUWCzfSRsEWUSbMGWHhrqNxZISXUEsgEQ6jjZ2e7pJX3/YhgD85/jFeosBzavvIj1eOBNh2jG\
      WhFV/2j6XIIaHrPtuqFWlfNZPuWjVUBR0TB577xJzmcZ3TsceCCYS8aE3ff+qdCPFvNCtFEfbp3TWP6sVXhkfvAWl5Fss5G+9Tg0+0KbgOAD5O\
      jNbdR44NzNmE9x77aSeCeK0K/XFeD6uNvEijJ2lRHydoHbV+tBIBAN4MVPYN5TZ06kz0VhFVbo/ftJZfsemCIeypC9YGWNc5y2IeMCsj2uWxlJ\
      vHAiHNwsLmClbdy/f+X1eGEZsVFhbWA6cZre+qz+3vx/Jmv6szu/lwQSHURR8einrYwwdEgefUDnY+XomzBdCTj2T7EtFl3CQiX9nsKK/MScrz\
      OSlIWUlgyJeDnib0chHmnz7NMpVFDvapIjSkKG40tVysrrArq7HXVreIqu7kI08kqZTjykz1jlstXSM2UaYvhgimfo5QnSJf2GDn4xXnHQG2nZ\
      hQoBY5GcAxk9+AtGwLAMDrdyEwbXROS05l/vR1rCrcmN/KZu5m9iixO8tWiqiJc9v/zHI0046W7NnnH9EtFv3AXvf47camzHp8JFViC3M7JuS7\
      FWdjK7bA7Ve4y+xZEAWe+9QGO2IZ0eX0XOlB65/PdZW7Jq44EtGIkVpqJBGFO4uYWCmT7JgI41FfJFBVQY08euf+mNLMBO4hF/r6oquQP3fEXe\
      AI2RfUteZoBssJHHNrjoRtzdkCyIvl4zYTjFpT+8Opn3LTqkbSh7gHhdNxf6d+8m0iL03ziHrP0mrILe5qHCOxYNrk+QCA3iK18gxvLxGXiUYI\
      G7pWv7DX7yxfETVji5E059u1LVdqNWQPk+PU1YTPA20g3RGf/1EaUo1vz8mGiMjOjojIxknnnArK76NM94taDFkwKUCNmzDxJ+tYISaskUQUK7\
      3G+rO2ErVjmU9030ZAdHthmkjUYbowr3sl2ShqLuIDU1diPFGSF38YtFbWeE74+Awp9u3pa0g67vNtjR9YKAwAmAoom0ozX/8TwLaOeEOmwJBv\
      A77q6yl4gRcrDOtQT9DUfTNU1AkE/tA+kOX7De3XvcweVmtY/bA3LPLAul4uEZ034/s6hYHn1Mh/whBIKjl50oLxj7wMkln6PQ+P4itqwhPOTz\
      hKyrpnVVEwKHrrYC1MGfXcPoDVyribH2Ql0EpJdjf/dKke20c9tm5Zda7RH2dAMXJ2jAwBoxgNaRSDy/8BGFvfUkRiIOgAAAAASUVORK5CYII=
      """)
}
