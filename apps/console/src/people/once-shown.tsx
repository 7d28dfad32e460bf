import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useWords } from '../words/index.ts';

/** A secret that is shown once: copy it, say so, and it is gone. */
export function OnceShown(props: { title: string; hint: string; secret: string; onClose: () => void }) {
  const words = useWords();
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(props.secret).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <Modal
      open
      title={props.title}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      footer={
        <Button type="primary" onClick={props.onClose}>
          {words.people.savedKey}
        </Button>
      }
    >
      <div className="stack">
        <p className="quiet">{props.hint}</p>
        <code className="mono once-secret">{props.secret}</code>
        <Button onClick={() => void copy()}>{copied ? words.common.copied : words.common.copy}</Button>
      </div>
    </Modal>
  );
}
