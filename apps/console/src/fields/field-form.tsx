import { type FieldKind, levels } from '@huke/sdk';
import { Button, Checkbox, Drawer, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { api, problemOf, queries } from '../api.ts';
import { Refusal } from '../parts/refusal.tsx';
import { tell } from '../parts/toast.tsx';
import { named, useWords } from '../words/index.ts';
import { useFieldKinds } from '../parts/catalogues.ts';

type Flag = 'sensitive' | 'protectAsSensitive' | 'many' | 'searchable' | 'verifiable';
type Values = Pick<FieldKind, 'field' | 'group' | 'type' | 'level' | 'retention'> & {
  zh: string;
  en: string;
  flags?: Flag[];
};

const groups = ['identity', 'contact', 'accounts', 'orders', 'other'] as const;

/** A kind of field of the organisation's own. */
export function FieldForm(props: { onClose: () => void }) {
  const words = useWords();
  const kinds = useFieldKinds().data?.fields ?? [];
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const types = [...new Set(kinds.map((kind) => kind.type))];
  const retentions = [...new Set(kinds.map((kind) => kind.retention))];
  const save = async (values: Values): Promise<void> => {
    setBusy(true);
    setError(null);
    const { zh, en, flags = [], ...rest } = values;
    const has = (flag: Flag): boolean => flags.includes(flag);
    try {
      await api.addField({
        ...rest,
        label: { zh: zh.trim(), en: en.trim() },
        sensitive: has('sensitive'),
        protectAsSensitive: has('protectAsSensitive'),
        many: has('many'),
        searchable: has('searchable'),
        verifiable: has('verifiable'),
      });
      await queries.invalidateQueries({ queryKey: ['fields'] });
      await queries.invalidateQueries({ queryKey: ['masks'] });
      tell(words.fields.added);
      props.onClose();
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  const needed = (label: string) => [{ required: true, whitespace: true, message: label }];
  return (
    <Drawer open title={words.fields.add} size={440} onClose={props.onClose}>
      <Form
        layout="vertical"
        requiredMark={false}
        initialValues={{ group: 'other', level: 'C2', retention: retentions[0], flags: [] }}
        onFinish={(values: Values) => void save(values)}
      >
        {error !== null && <Refusal problem={problemOf(error)} />}
        <Form.Item
          name="field"
          label={words.fields.code}
          extra={words.fields.codeHint}
          rules={[{ required: true, pattern: /^[a-z][A-Za-z0-9]{0,39}$/, message: words.fields.codeHint }]}
        >
          <Input className="mono" autoComplete="off" />
        </Form.Item>
        <Form.Item name="zh" label={words.fields.labelZh} rules={needed(words.fields.labelZh)}>
          <Input maxLength={30} autoComplete="off" />
        </Form.Item>
        <Form.Item name="en" label={words.fields.labelEn} rules={needed(words.fields.labelEn)}>
          <Input maxLength={40} autoComplete="off" />
        </Form.Item>
        <Form.Item name="type" label={words.fields.type} rules={needed(words.fields.type)}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={types.map((type) => ({ value: type, label: named(words.codes.entityTypes, type) }))}
          />
        </Form.Item>
        <Form.Item name="level" label={words.fields.level}>
          <Select options={levels.map((level) => ({ value: level, label: words.codes.levels[level] }))} />
        </Form.Item>
        <Form.Item name="group" label={words.fields.group}>
          <Select options={groups.map((group) => ({ value: group, label: words.codes.groups[group] }))} />
        </Form.Item>
        <Form.Item name="retention" label={words.fields.retention} rules={needed(words.fields.retention)}>
          <Select options={retentions.map((each) => ({ value: each, label: each }))} />
        </Form.Item>
        <Form.Item name="flags" label={words.fields.flags}>
          <Checkbox.Group
            className="column"
            options={[
              { value: 'sensitive', label: words.fields.sensitive },
              { value: 'protectAsSensitive', label: words.fields.protect },
              { value: 'many', label: words.fields.many },
              { value: 'searchable', label: words.fields.searchable },
              { value: 'verifiable', label: words.fields.verifiable },
            ]}
          />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={busy}>
          {words.common.add}
        </Button>
      </Form>
    </Drawer>
  );
}
