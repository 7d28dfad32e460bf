import { Button, Popconfirm } from 'antd';
import { api } from '../api.ts';
import { useWords } from '../words/index.ts';
import { tell, tellFailure } from './toast.tsx';

/** Undoes one change of a customer's data after asking, and says what came of it. */
export function UndoChange(props: { change: string; onDone: () => void }) {
  const words = useWords();
  const undo = async (): Promise<void> => {
    try {
      await api.undoContactChange(props.change);
      tell(words.contactChanges.undone);
      props.onDone();
    } catch (error) {
      tellFailure(error);
    }
  };
  return (
    <Popconfirm
      title={words.contactChanges.undo}
      description={<p className="confirm-text">{words.contactChanges.undoAsk}</p>}
      okText={words.contactChanges.undo}
      okButtonProps={{ danger: true }}
      onConfirm={undo}
    >
      <Button size="small" danger>
        {words.contactChanges.undo}
      </Button>
    </Popconfirm>
  );
}
