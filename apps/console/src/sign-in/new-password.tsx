import { Form, Input } from 'antd';
import { useWords } from '../words/index.ts';

/** Two fields for a new password, named `password` and `again`. */
export function NewPassword() {
  const words = useWords();
  return (
    <>
      <Form.Item
        name="password"
        label={words.password.new}
        extra={words.password.rule}
        rules={[{ required: true, min: 12, message: words.password.tooShort }]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="again"
        label={words.password.again}
        dependencies={['password']}
        rules={[
          { required: true, message: words.password.differ },
          ({ getFieldValue }) => ({
            validator: (_, value: unknown) =>
              value === undefined || value === getFieldValue('password')
                ? Promise.resolve()
                : Promise.reject(new Error(words.password.differ)),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
    </>
  );
}
