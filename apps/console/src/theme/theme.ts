import { type ThemeConfig, theme } from 'antd';

const font =
  'system-ui, -apple-system, "Segoe UI", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';

const shared = {
  fontFamily: font,
  fontSize: 14,
  borderRadius: 6,
  controlHeight: 32,
  motionDurationSlow: '0.14s',
  motionDurationMid: '0.1s',
  motionDurationFast: '0.08s',
  wireframe: false,
};

const components: NonNullable<ThemeConfig['components']> = {
  Table: { cellPaddingBlock: 7, cellPaddingInline: 12, headerBorderRadius: 0 },
  Tabs: { horizontalMargin: '0 0 12px 0', horizontalItemPadding: '8px 0' },
  Form: { itemMarginBottom: 16, verticalLabelPadding: '0 0 4px' },
};

/** Ant Design's tokens; base.css holds the same colours for what is drawn without it. */
export function themeFor(shown: 'light' | 'dark', still: boolean): ThemeConfig {
  const token =
    shown === 'light'
      ? {
          ...shared,
          colorPrimary: '#0b7a70',
          colorInfo: '#0b7a70',
          colorLink: '#0b7a70',
          colorSuccess: '#0b7a70',
          colorError: '#c62828',
          colorWarning: '#b45309',
          colorText: '#16211f',
          colorTextSecondary: '#4b5a59',
          colorTextTertiary: '#5f6d73',
          colorTextDescription: '#5d6b6a',
          colorTextPlaceholder: '#75827f',
          colorBgLayout: '#f3f5f6',
          colorBorder: '#c6cfd2',
          colorBorderSecondary: '#e2e7e9',
        }
      : {
          ...shared,
          colorPrimary: '#0f8075',
          colorInfo: '#3cc4b4',
          colorLink: '#3cc4b4',
          colorSuccess: '#3cc4b4',
          colorError: '#e5605a',
          colorWarning: '#e0973e',
          colorText: '#e6eeed',
          colorTextSecondary: '#b3c1c0',
          colorTextTertiary: '#93a3a2',
          colorTextDescription: '#a0afae',
          colorTextPlaceholder: '#859594',
          colorBgBase: '#171f20',
          colorBgContainer: '#171f20',
          colorBgElevated: '#1e2829',
          colorBgLayout: '#0f1516',
          colorBorder: '#3d4c4d',
          colorBorderSecondary: '#2a3637',
        };
  return {
    algorithm: shown === 'light' ? theme.defaultAlgorithm : theme.darkAlgorithm,
    token: { ...token, motion: !still },
    components,
    cssVar: { key: 'huke' },
    hashed: false,
  };
}
